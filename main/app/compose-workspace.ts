import { createHash } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { ConnectedAccount, Region } from "../../shared/model/account.ts";
import type { BulkRequest, PlannedChange } from "../../shared/model/bulk.ts";
import type { Holds, ProgressBatch, Upload } from "../../shared/model/upload.ts";
import type { DetailsPatch, KnownDetails, LibraryVideo } from "../../shared/model/video.ts";
import type { BigGoClient } from "../biggo/client.ts";
import type { Video } from "../biggo/wire/video.ts";
import { type BulkJobs, createBulkJobs } from "../bulk/bulk-jobs.ts";
import type { BulkLibrary } from "../bulk/bulk-library.ts";
import { planChange } from "../bulk/bulk-plan.ts";
import { openDatabase } from "../database/open-database.ts";
import { unlessStorageFails } from "../database/storage-trouble.ts";
import { systemClock } from "../foundation/clock.ts";
import { createFigures, type Figures } from "../insight/figures.ts";
import { createLibrary, type Library } from "../library/library.ts";
import { createOthers, type Others } from "../library/others.ts";
import { createExplainRefusal } from "../products/explain-refusal.ts";
import { createProductFinder, type ProductFinder } from "../products/product-finder.ts";
import { createProductImages, type ProductImages } from "../products/product-images.ts";
import { createProductShelf, type ProductShelf } from "../products/product-shelf.ts";
import { createRuleMatcher } from "../products/rule-matcher.ts";
import type { Tables } from "../spreadsheet/tables.ts";
import { createTemplateStore, type TemplateStore } from "../templates/template-store.ts";
import { createEngine, type Engine } from "../upload/engine.ts";
import { createReceipts } from "../upload/files/receipts.ts";
import { doubtSalvaged } from "../upload/machine/salvaged-rows.ts";
import type { RetryPolicy } from "../upload/model/retry-policy.ts";
import { type UploadRow, videoIdOf } from "../upload/model/upload-row.ts";
import { viewOf } from "../upload/model/upload-view.ts";
import { createUploadStore } from "../upload/queue/upload-store.ts";
import type { WatchedFolders } from "../watch/watched-folders.ts";
import { composeTables } from "./compose-tables.ts";
import { composeWatch } from "./compose-watch.ts";
import { createQueueNotices, type QueueNotices } from "./queue-notices.ts";
import { editUpload, joinVideos } from "./video-details.ts";

export interface WorkspaceDeps {
  account: ConnectedAccount;
  baseUrl: string;
  client: BigGoClient;
  /** Folder under which every account has its own. */
  dataFolder: string;
  parallel: () => number;
  /** Bytes per second of all uploads together, or null. */
  speedLimit: () => number | null;
  onUploads: (change: { upserts: Upload[]; removed: string[] }) => void;
  onHolds: (holds: Holds) => void;
  onProgress: (batch: ProgressBatch) => void;
  onLibrary: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  /** What is known of products on own videos has changed. */
  onProducts: (...videoIds: string[]) => void;
  /** A change of many videos, or where one of them stands, has changed. */
  onBulk: () => void;
  /** Something about watched folders has changed. */
  onWatch: () => void;
  /** Receipts are written beside the files. */
  writeReceipts: () => boolean;
  /** Whose shops are searched. */
  region: () => Region;
  onSignedOut: (error: AppErrorValue) => void;
  onDeleteFailed: (videoIds: string[], error: AppErrorValue) => void;
  log: (line: string) => void;
  /** How the engine waits; the default where left out. */
  policy?: RetryPolicy;
}

/** Queue and library of one account: what was added for one is never sent to another. */
export interface Workspace {
  folder: string;
  database: DatabaseSync;
  baseUrl: string;
  /** A newer version wrote it: nothing is changed. */
  readOnly: boolean;
  notices: QueueNotices;
  engine: Engine;
  library: Library;
  bulk: BulkJobs;
  /** Changes what an upload is to say, wherever its details stand by now. */
  editUpload: (row: UploadRow, patch: DetailsPatch, seen?: KnownDetails) => void;
  tables: Tables;
  figures: Figures;
  others: Others;
  watched: WatchedFolders;
  /** What each video would see of a change. */
  planChange: (action: BulkRequest, videoIds: readonly string[]) => PlannedChange[];
  finder: ProductFinder;
  images: ProductImages;
  shelf: ProductShelf;
  templates: TemplateStore;
  /** Sets queue and library going; to be called once. */
  start(): void;
  openMedia: BigGoClient["openMedia"];
  close(): Promise<void>;
}

/** The folder of an account; practice has one of its own, whatever port it is served on. */
function folderOf({ account, baseUrl, dataFolder }: WorkspaceDeps): string {
  if (account.practice) return join(dataFolder, "practice");
  const name = createHash("sha256").update(`${baseUrl}|${account.userid}`).digest("hex").slice(0, 16);
  return join(dataFolder, "accounts", name);
}

const refOf = (nindex: string | null, oid: string | null) => (nindex === null || oid === null ? null : { nindex, oid });

function statusOf(video: Video | null): "processing" | "complete" | "broken" | "gone" {
  if (video === null) return "gone";
  if (video.complete) return "complete";
  return video.broken ? "broken" : "processing";
}

/** Opens an account's queue and library and joins them: a video that arrives becomes a card, an edited card a row. */
export function openWorkspace(deps: WorkspaceDeps): Workspace {
  const folder = folderOf(deps);
  const { database, condition } = openDatabase(join(folder, "uploader.sqlite"), {
    nowMs: Date.now(),
    onSalvaged(salvaged, { fileName, rows }) {
      const store = createUploadStore(salvaged);
      const kept = store.load().map(doubtSalvaged);
      // A row that was read and makes no sense stays in the file that is set aside.
      salvaged.exec("DELETE FROM upload");
      store.saveAll(kept);
      const notice = { kind: "salvaged", uploads: kept.length, videos: rows.video ?? 0, fileName } as const;
      createQueueNotices(salvaged).add(notice);
    },
  });
  const readOnly = condition.kind === "newer";
  const notices = createQueueNotices(database);
  if (condition.kind !== "sound") deps.log(`The database was found ${JSON.stringify(condition)}`);

  const rowOf = (videoId: string) => engine.runner.ownerOf(videoId);
  const images = createProductImages(database);
  const templates = createTemplateStore(database);
  const figures = createFigures(database);
  const explain = createExplainRefusal(deps.client.products.history);

  const engine: Engine = createEngine({
    database,
    client: deps.client,
    parallel: deps.parallel,
    speedLimit: deps.speedLimit,
    readOnly,
    onUnreadable(id, error) {
      notices.countUnreadable();
      deps.log(`Upload ${id} in the database makes no sense: ${String(error)}`);
    },
    choicesFor: templates.choicesFor,
    explain,
    publish: (videoId, access) => library.edit(videoId, { access }),
    librarySeen: () => library.seen(),
    catchUpLibrary: () => library.catchUp(),
    libraryVideos: () => library.all(),
    wasSeenBefore: (videoId, mark) => library.wasSeenBefore(videoId, mark),
    onChange({ upserts, removed }) {
      deps.onUploads({ upserts: upserts.map(viewOf), removed });
      if (upserts.some((row) => row.state.phase === "processing")) library.watch();
      receipts.observe(upserts);
      bulk.videosChanged(upserts.flatMap((row) => videoIdOf(row) ?? []));
    },
    onHolds: deps.onHolds,
    onProgress: deps.onProgress,
    onSignedOut: deps.onSignedOut,
    ...(deps.policy === undefined ? {} : { policy: deps.policy }),
    onVideo: (videoId) => void library.refresh(videoId),
    onDetailsSaved(videoId, row) {
      const { stayPrivate, access, ...details } = row.details;
      library.rememberDetails(videoId, { ...details, access: stayPrivate ? "private" : access });
      void library.refresh(videoId);
    },
  });

  const library: Library = createLibrary({
    database,
    videos: deps.client.videos,
    uploadIdOf: (videoId) => rowOf(videoId)?.id ?? null,
    uploadsProcessing: () =>
      engine.runner.rows().flatMap(({ state }) => (state.phase === "processing" ? [state.videoId] : [])),
    onChange(change) {
      deps.onLibrary(change);
      bulk.videosChanged([...change.upserts.map(({ videoId }) => videoId), ...change.removed]);
    },
    onProducts(videoId, products) {
      images.remember(products.map(({ nindex, oid, image }) => ({ ref: refOf(nindex, oid), image })));
      deps.onProducts(...(videoId === null ? [] : [videoId]));
    },
    onProductsChecked: () => deps.onProducts(),
    explain,
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
    onWhole(videos) {
      unlessStorageFails(() => figures.keep(videos, Date.now()));
      engine.libraryRead();
    },
    onDeleted(videoId) {
      engine.ledger.forget(videoId);
      const row = rowOf(videoId);
      if (row !== undefined) engine.runner.remove([row.id]);
    },
    onDeleteFailed: deps.onDeleteFailed,
    onSignedOut: deps.onSignedOut,
    ...systemClock,
  });

  const standing = joinVideos({ engine, library });
  const bulkLibrary: BulkLibrary = { ...standing, remove: library.removeNow };
  const bulk: BulkJobs = createBulkJobs({
    database,
    library: bulkLibrary,
    onChange: deps.onBulk,
    onSignedOut: deps.onSignedOut,
    ...systemClock,
  });

  const receipts = createReceipts({
    wanted: deps.writeReceipts,
    urlOf: (videoId) => library.raw(videoId)?.url ?? null,
    log: deps.log,
  });
  const watched = composeWatch({ database, engine, templates, onChange: deps.onWatch, log: deps.log });
  const finder = createProductFinder({
    client: deps.client,
    images,
    matcher: createRuleMatcher(),
    region: deps.region,
    now: Date.now,
  });
  const editRow: Workspace["editUpload"] = (row, patch, seen) => editUpload({ engine, library }, row, patch, seen);

  return {
    folder,
    database,
    baseUrl: deps.baseUrl,
    readOnly,
    notices,
    start() {
      engine.runner.start();
      // Nothing is sent for a queue that is only shown, edits and deletions included.
      if (readOnly) return;
      library.start();
      bulk.resume();
      watched.start();
    },
    engine,
    library,
    bulk,
    planChange: (action, videoIds) => planChange(action, videoIds, { library: bulkLibrary, atMs: Date.now() }),
    editUpload: editRow,
    tables: composeTables({ library, engine, bulk, finder, standing, editUpload: editRow }),
    finder,
    figures,
    others: createOthers(deps.client.videos),
    watched,
    images,
    shelf: createProductShelf(database),
    templates,
    openMedia: deps.client.openMedia,
    async close() {
      library.stop();
      bulk.stop();
      await watched.stop();
      await engine.close();
      await deps.client.close();
      database.close();
    },
  };
}
