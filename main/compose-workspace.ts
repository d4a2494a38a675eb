import { createHash } from "node:crypto";
import { join } from "node:path";
import type { AppErrorValue } from "../shared/errors.ts";
import type { ConnectedAccount } from "../shared/model/account.ts";
import type { Holds, ProgressRow, Upload } from "../shared/model/upload.ts";
import type { LibraryVideo } from "../shared/model/video.ts";
import type { BigGoClient } from "./biggo/client.ts";
import type { Video } from "./biggo/wire/video.ts";
import { openDatabase } from "./database/open-database.ts";
import { createLibrary, type Library } from "./library/library.ts";
import { createEngine, type Engine } from "./upload/engine.ts";
import type { RetryPolicy } from "./upload/retry-policy.ts";
import { viewOf } from "./upload/upload-view.ts";

export interface WorkspaceDeps {
  account: ConnectedAccount;
  baseUrl: string;
  client: BigGoClient;
  /** Folder under which every account has its own. */
  dataFolder: string;
  parallel: () => number;
  onUploads: (change: { upserts: Upload[]; removed: string[] }) => void;
  onHolds: (holds: Holds) => void;
  onProgress: (rows: ProgressRow[]) => void;
  onLibrary: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  onSignedOut: (error: AppErrorValue) => void;
  onDeleteFailed: (videoIds: string[], error: AppErrorValue) => void;
  log: (line: string) => void;
  /** How the engine waits; the default where left out. */
  policy?: RetryPolicy;
}

/** Queue and library of one account: what was added for one is never sent to another. */
export interface Workspace {
  folder: string;
  baseUrl: string;
  engine: Engine;
  library: Library;
  openMedia: BigGoClient["openMedia"];
  close(): Promise<void>;
}

/** The folder of an account; practice has one of its own, whatever port it is served on. */
function folderOf({ account, baseUrl, dataFolder }: WorkspaceDeps): string {
  if (account.practice) return join(dataFolder, "practice");
  const name = createHash("sha256").update(`${baseUrl}|${account.userid}`).digest("hex").slice(0, 16);
  return join(dataFolder, "accounts", name);
}

function statusOf(video: Video | null): "processing" | "complete" | "broken" | "gone" {
  if (video === null) return "gone";
  if (video.complete) return "complete";
  return video.broken ? "broken" : "processing";
}

/** Opens an account's queue and library and joins them: a video that arrives becomes a card, an edited card a row. */
export function openWorkspace(deps: WorkspaceDeps): Workspace {
  const folder = folderOf(deps);
  const { database, setAside } = openDatabase(join(folder, "uploader.sqlite"), Date.now());
  if (setAside !== null) deps.log(`The database could not be read and was put aside as ${setAside}`);

  const rowOf = (videoId: string) => engine.runner.ownerOf(videoId);

  const engine: Engine = createEngine({
    database,
    client: deps.client,
    parallel: deps.parallel,
    librarySeen: () => library.seen(),
    wasSeenBefore: (videoId, mark) => library.wasSeenBefore(videoId, mark),
    onChange({ upserts, removed }) {
      deps.onUploads({ upserts: upserts.map(viewOf), removed });
      if (upserts.some((row) => row.state.phase === "processing")) library.watch();
    },
    onHolds: deps.onHolds,
    onProgress: deps.onProgress,
    onSignedOut: deps.onSignedOut,
    ...(deps.policy === undefined ? {} : { policy: deps.policy }),
    onVideo: (videoId) => void library.refresh(videoId),
    onDetailsSaved(videoId, row) {
      library.rememberTitle(videoId, row.details.title);
      void library.refresh(videoId);
    },
  });

  const library: Library = createLibrary({
    database,
    videos: deps.client.videos,
    uploadIdOf: (videoId) => rowOf(videoId)?.id ?? null,
    uploadsProcessing: () =>
      engine.runner.rows().flatMap(({ state }) => (state.phase === "processing" ? [state.videoId] : [])),
    onChange: deps.onLibrary,
    onStatus(videoId, video) {
      const row = rowOf(videoId);
      if (row === undefined) return;
      const event = { type: "statusSeen" as const, status: statusOf(video), keywords: video?.statusKeywords ?? [] };
      engine.runner.report(row.id, { ...event, atMs: Date.now() });
    },
    onDetails(videoId, patch) {
      const row = rowOf(videoId);
      if (row !== undefined) engine.runner.report(row.id, { type: "detailsMirrored", patch });
    },
    onGone: (videoIds) => videoIds.forEach(engine.ledger.forget),
    onDeleted(videoId) {
      engine.ledger.forget(videoId);
      const row = rowOf(videoId);
      if (row !== undefined) engine.runner.remove(row.id);
    },
    onDeleteFailed: deps.onDeleteFailed,
    onSignedOut: deps.onSignedOut,
    now: Date.now,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });

  return {
    folder,
    baseUrl: deps.baseUrl,
    engine,
    library,
    openMedia: deps.client.openMedia,
    async close() {
      library.stop();
      await engine.close();
      await deps.client.close();
      database.close();
    },
  };
}
