import { createHash } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { ConnectedAccount, Region } from "../../shared/model/account.ts";
import type { BulkRequest, PlannedChange } from "../../shared/model/bulk.ts";
import type { DayPoint, InsightReport } from "../../shared/model/insight.ts";
import type { FileCheck, Holds, ProgressBatch, Upload } from "../../shared/model/upload.ts";
import type { LibraryVideo } from "../../shared/model/video.ts";
import type { AppClient } from "../biggo/app-client.ts";
import { type BulkJobs, createBulkJobs } from "../bulk/bulk-jobs.ts";
import { planChange } from "../bulk/bulk-plan.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";
import type { OnUnreadable } from "../database/stored-rows.ts";
import { systemClock } from "../foundation/clock.ts";
import { createFigures } from "../insight/figures.ts";
import { createLibrary, type Library } from "../library/library.ts";
import { createOthers, type Others } from "../library/others.ts";
import { createExplainRefusal } from "../products/explain-refusal.ts";
import { createProductFinder, type ProductFinder } from "../products/product-finder.ts";
import { createProductImages, type ProductImages } from "../products/product-images.ts";
import { createRuleMatcher } from "../products/rule-matcher.ts";
import { createSavedProducts, type SavedProducts } from "../products/saved-products.ts";
import type { Tables } from "../spreadsheet/tables.ts";
import { createTemplateStore, type TemplateStore } from "../templates/template-store.ts";
import { createEngine, type Engine, type EngineDeps } from "../upload/engine.ts";
import type { ReadMedia } from "../upload/files/inspect-file.ts";
import { createReceipts } from "../upload/files/receipts.ts";
import type { RetryPolicy } from "../upload/model/retry-policy.ts";
import { videoIdOf } from "../upload/model/upload-row.ts";
import { viewOf } from "../upload/model/upload-view.ts";
import { describeCommit } from "../upload/queue/logged-commit.ts";
import type { WatchedFolders } from "../watch/watched-folders.ts";
import { openAccountDatabase } from "./account-database.ts";
import { composeTables } from "./compose-tables.ts";
import { composeWatch } from "./compose-watch.ts";
import { createFileAdding, type FileAdding } from "./file-adding.ts";
import { createQueueNotices, type QueueNotices } from "./queue-notices.ts";
import { joinUploadsAndVideos, type UploadDetails } from "./uploaded-videos.ts";

export interface WorkspaceDeps {
  account: ConnectedAccount;
  baseUrl: string;
  client: AppClient;
  /** Reads the facts of a video file. */
  readMedia: ReadMedia;
  /** The folder that contains one folder per account. */
  dataFolder: string;
  parallel: () => number;
  /** Bytes per second of all uploads together; null for no limit. */
  speedLimit: () => number | null;
  onUploads: (change: { upserts: Upload[]; removed: string[] }) => void;
  onHolds: (holds: Holds) => void;
  onProgress: (batch: ProgressBatch) => void;
  /** Reports the checks of offered files that the user waits for. */
  onChecks?: (checks: FileCheck[]) => void;
  onLibrary: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  /** What is known of products on own videos has changed, and the product lists of these videos with it. */
  onProducts: (...videoIds: string[]) => void;
  /** A bulk job has changed. */
  onBulk: () => void;
  /** A watched folder has changed. */
  onWatch: () => void;
  /** Compares the pictures of a video on BigGo with the film of an upload; never known by default. */
  comparePictures?: EngineDeps["comparePictures"];
  /** Whether receipts are written beside the files. */
  writeReceipts: () => boolean;
  /** The region whose shops are searched. */
  region: () => Region;
  onSignedOut: (error: AppErrorValue) => void;
  onDeleteFailed: (videoIds: string[], error: AppErrorValue) => void;
  log: (line: string) => void;
  /** How the engine waits and retries; the default when omitted. */
  policy?: RetryPolicy;
  /** Whether this process owns the data; true when omitted. */
  mayWrite?: () => boolean;
}

/** The queue and the library of one account. What was added for one account is never sent to another. */
export interface Workspace {
  folder: string;
  database: DatabaseSync;
  baseUrl: string;
  /** A newer version wrote the database, or nothing can be stored: nothing is changed. */
  readOnly: boolean;
  /** The disk is full or read-only: queue and library are a copy of what could be read. */
  unwritable: boolean;
  notices: QueueNotices;
  engine: Engine;
  library: Library;
  bulk: BulkJobs;
  adding: FileAdding;
  /** Changes of an upload's details, whether the row or the library owns them. */
  uploadDetails: UploadDetails;
  tables: Tables;
  /** Figures of own videos over the last days. */
  insight: {
    report(days: number): InsightReport;
    ofVideo(videoId: string, days: number): DayPoint[];
  };
  others: Others;
  watched: WatchedFolders;
  /** What a bulk change would do to each video. */
  planChange: (action: BulkRequest, videoIds: readonly string[]) => PlannedChange[];
  finder: ProductFinder;
  images: ProductImages;
  savedProducts: SavedProducts;
  templates: TemplateStore;
  /** Starts the queue and the library. Call once. */
  start(): void;
  openMedia: AppClient["openMedia"];
  close(): Promise<void>;
}

/** The folder of an account; practice mode has one of its own, whatever port it is served on. */
function folderOf({ account, baseUrl, dataFolder }: WorkspaceDeps): string {
  if (account.practice) return join(dataFolder, "practice");
  const name = createHash("sha256").update(`${baseUrl}|${account.userid}`).digest("hex").slice(0, 16);
  return join(dataFolder, "accounts", name);
}

const refOf = (nindex: string | null, oid: string | null) => (nindex === null || oid === null ? null : { nindex, oid });

/** Opens the queue and the library of an account and connects them. Throws as `openDatabase` does. */
export function openWorkspace(deps: WorkspaceDeps): Workspace {
  const { log } = deps;
  const folder = folderOf(deps);
  const { database, condition } = openAccountDatabase(join(folder, "uploader.sqlite"), Date.now(), deps.mayWrite?.());
  const unwritable = condition.kind === "unwritable";
  const readOnly = condition.kind === "newer" || unwritable;
  const notices = createQueueNotices(database);
  log(`database ${condition.kind === "salvaged" ? JSON.stringify(condition) : condition.kind}`);

  const onUnreadable: OnUnreadable = (row) => {
    notices.addUnreadable(row);
    // Keys may contain folder names and product ids.
    log(`a row of ${row.table} in the database is malformed`);
  };
  const images = createProductImages(database);
  const templates = createTemplateStore(database, onUnreadable);
  const figures = createFigures(database, onUnreadable);
  const explain = createExplainRefusal(deps.client.products.history);
  const joined = joinUploadsAndVideos({ engine: () => engine, library: () => library });

  const engine: Engine = createEngine({
    ...joined.engineSide,
    database,
    inspectionRecord: join(folder, "inspecting.json"),
    client: deps.client,
    readMedia: deps.readMedia,
    parallel: deps.parallel,
    speedLimit: deps.speedLimit,
    readOnly: condition.kind === "newer",
    unwritable,
    onUnreadable,
    choicesFor: templates.choicesFor,
    explain,
    ...(deps.comparePictures === undefined ? {} : { comparePictures: deps.comparePictures }),
    onChange({ upserts, removed }) {
      deps.onUploads({ upserts: upserts.map(viewOf), removed });
      if (upserts.some((row) => row.state.phase === "processing")) library.watch();
      receipts.observe(upserts);
      bulk.videosChanged(upserts.flatMap((row) => videoIdOf(row) ?? []));
    },
    onCommit: (commit) => log(describeCommit(commit)),
    onHolds: deps.onHolds,
    onProgress: deps.onProgress,
    ...(deps.onChecks === undefined ? {} : { onChecks: deps.onChecks }),
    onSignedOut: deps.onSignedOut,
    ...(deps.policy === undefined ? {} : { policy: deps.policy }),
  });

  const library: Library = createLibrary({
    ...joined.librarySide,
    database,
    onUnreadable,
    videos: deps.client.videos,
    onChange(change) {
      deps.onLibrary(change);
      const upserts = change.upserts.map(({ videoId }) => videoId);
      bulk.videosChanged([...upserts, ...change.removed]);
      engine.videosChanged(upserts);
    },
    onProducts(videoId, products) {
      images.remember(products.map(({ nindex, oid, image }) => ({ ref: refOf(nindex, oid), image })));
      deps.onProducts(...(videoId === null ? [] : [videoId]));
    },
    onProductsChecked: () => deps.onProducts(),
    explain,
    onFullSync(videos) {
      ignoringStorageFailure(() => figures.record(videos, Date.now()));
      engine.libraryRead();
    },
    onDeleteFailed: deps.onDeleteFailed,
    onSignedOut: deps.onSignedOut,
    ...systemClock,
  });

  const bulk: BulkJobs = createBulkJobs({
    database,
    onUnreadable,
    library: joined.videos,
    onChange: deps.onBulk,
    log,
    onSignedOut: deps.onSignedOut,
    ...systemClock,
  });

  const receipts = createReceipts({
    wanted: deps.writeReceipts,
    urlOf: (videoId) => library.raw(videoId)?.url ?? null,
    log,
  });
  const adding = createFileAdding({ intake: engine.intake, templates, now: Date.now });
  const watched = composeWatch({ database, onUnreadable, engine, adding, onChange: deps.onWatch, log });
  const finder = createProductFinder({
    client: deps.client,
    images,
    matcher: createRuleMatcher(),
    region: deps.region,
    now: Date.now,
  });
  const { uploadDetails, videos } = joined;

  return {
    folder,
    database,
    baseUrl: deps.baseUrl,
    readOnly,
    unwritable,
    notices,
    start() {
      engine.start();
      const waitMs = (engine.holds().rateLimitedUntilMs ?? 0) - Date.now();
      if (waitMs > 0) deps.client.holdCalls(waitMs);
      // Nothing is sent for a queue that is only shown, edits and deletions included.
      if (readOnly) return;
      library.start();
      bulk.resume();
      watched.start();
    },
    engine,
    library,
    bulk,
    adding,
    uploadDetails,
    planChange: (action, videoIds) => planChange(action, videoIds, { library: videos, atMs: Date.now() }),
    tables: composeTables({ library, engine, bulk, finder, videos, uploadDetails }),
    finder,
    insight: {
      report: (days) => figures.report(new Map(library.all().map((video) => [video.videoId, video])), days, Date.now()),
      ofVideo: (videoId, days) => {
        const createdAtMs = library.raw(videoId)?.createdAtMs ?? 0;
        return figures.ofVideo({ videoId, createdAtMs }, days, Date.now());
      },
    },
    others: createOthers(deps.client.videos),
    watched,
    images,
    savedProducts: createSavedProducts(database, onUnreadable),
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
