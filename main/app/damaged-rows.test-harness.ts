import type { DatabaseSync } from "node:sqlite";
import { noFilter } from "../../shared/model/library-view.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { createBulkStore } from "../bulk/bulk-store.ts";
import { openFacts } from "../database/facts.ts";
import { createFigures } from "../insight/figures.ts";
import { createDeletions } from "../library/deletions.ts";
import { createEditStore } from "../library/edit-store.ts";
import { createSavedViews } from "../library/saved-views.ts";
import { createSearchIndex } from "../library/search-index.ts";
import { createVideoCache } from "../library/video-cache.ts";
import { createVideoProducts } from "../library/video-products.ts";
import { createProductImages } from "../products/product-images.ts";
import { createSavedProducts } from "../products/saved-products.ts";
import { createTemplateStore } from "../templates/template-store.ts";
import { sampleRow } from "../upload/model/upload-row-sample.ts";
import { createLedger } from "../upload/queue/ledger.ts";
import { createUploadStore } from "../upload/queue/upload-store.ts";
import { createWatchStore } from "../watch/watch-store.ts";
import type { Workspace } from "./compose-workspace.ts";

/** Of each pair of rows the test damages the first. */
const rowNames = ["bad", "good"] as const;

const error = { code: "server-error", message: "HTTP 500", retryable: false, details: {} } as const;
const choices = { access: "private", stayPrivate: true, templateId: null } as const;

const productOf = (oid: string) => ({
  ref: { nindex: "tw_ec_x", oid },
  title: `Product ${oid}`,
  price: 1,
  symbol: "$",
  currency: "TWD",
  storeName: "Shop",
  availability: "available" as const,
  taggedPrice: 1,
});

function fillLibrary(database: DatabaseSync, name: string): void {
  createVideoCache(database).put([sampleVideo(name, { description: `words of ${name}`, productCount: 1 })]);
  const edits = createEditStore(database);
  edits.setTitle(name, `Title of ${name}`);
  edits.setCover(name, { timeMs: 500, savedAtMs: 5000 });
  const patch = { description: `edited ${name}`, products: [productOf("1")] };
  const base = { description: `words of ${name}` };
  edits.put(name, { patch, base, attempted: patch, theirs: {}, held: { products: error } });
  createVideoProducts(database).put(name, [productOf(name)], 5000);
  createProductImages(database).remember([
    { ref: { nindex: "tw_ec_x", oid: name }, image: `https://img.biggo.com/${name}.jpg` },
  ]);
  createSavedViews(database).save({ id: name, name, view: { filter: noFilter, sort: "newest", search: "" } });
  createSearchIndex(database).put([{ videoId: name, text: `title of ${name}` }]);
  const figures = { videoId: name, createdAtMs: 0, viewCount: 5, likeCount: 4, commentCount: 3 };
  createFigures(database).record([figures], Date.now() - (name === "bad" ? 86_400_000 : 0));
  const none = () => {};
  createDeletions({
    database,
    removeOnBigGo: async () => {},
    now: Date.now,
    after: () => none,
    onDeleted: none,
    onRestored: none,
    onFailed: none,
  }).schedule([`deleted-${name}`]);
}

function fillTools(database: DatabaseSync, name: string): void {
  const patch = { description: "new" };
  const item = (videoId: string) => ({ videoId, state: "done" as const, patch, before: { description: "old" }, error });
  createBulkStore(database).add({
    id: name,
    madeAtMs: 1000,
    startsAtMs: 1000,
    paused: false,
    action: { kind: "table", fileName: `${name}.csv` },
    items: [item(`${name}-0`), item(`${name}-1`)],
  });
  const template = { id: name, name, title: "", description: "d", access: null, products: [productOf("2")] };
  const templates = createTemplateStore(database);
  templates.save(template);
  templates.rememberChoices([`/videos/${name}`], choices);
  const products = createSavedProducts(database);
  products.use([productOf(name)], 5000);
  products.saveSet({ id: name, name, products: [productOf(name)] });
  const stamp = { pathAndSize: "clip.mp4:1", mtimeNs: "1", byInode: "1:1:1", byPath: "clip.mp4:1:1" };
  createWatchStore(database).add({ id: name, path: `/videos/watched-${name}`, choices }, [stamp]);
}

/** Fills every table with two rows, through the app's own stores. */
export function fillEveryTable(database: DatabaseSync): void {
  for (const name of rowNames) {
    const attempt = { startedAtMs: 1, libraryMark: 0, newestKnownMs: null, bodies: [], boundary: "b" };
    const state = { phase: "failed", error, videoId: null } as const;
    const store = createUploadStore(database);
    store.save(sampleRow({ id: name, finishedAtMs: 2000, attempt, state, saveError: error }));
    store.savePaused(true);
    store.saveRateLimit(Date.now() + 60_000);
    createLedger(database).record({ fingerprint: `5000-${name}`, contentHash: null }, `sent-${name}`, 1000);
    fillLibrary(database, name);
    fillTools(database, name);
  }
  openFacts(database).set("library.lastSync", "5000");
}

/** Everything the user can see of the stored rows, as `table name`. */
export function shownBy(workspace: Workspace): Set<string> {
  const { engine, library, bulk, templates, savedProducts, watched, insight } = workspace;
  insight.report(28);
  const oidsOf = (products: readonly { ref: { oid: string } | null }[]) => products.map(({ ref }) => ref?.oid ?? "");
  const tables: Record<string, string[]> = {
    upload: engine.rows().map(({ id }) => id),
    video: library.all().map(({ videoId }) => videoId),
    video_edit: library.all().flatMap(({ videoId }) => (library.pendingEdit(videoId) === null ? [] : [videoId])),
    video_title: library.snapshot().videos.flatMap(({ videoId, title }) => (title === null ? [] : [videoId])),
    video_products: [...library.knownProducts().keys()],
    video_text: library.search("title"),
    saved_view: library.views.list().map(({ id }) => id),
    deletion: library.offerUndos().map(({ deletionId }) => deletionId),
    bulk_job: bulk.list().map(({ id }) => id),
    bulk_item: bulk.list().flatMap(({ id }) => bulk.items(id).map(({ videoId }) => videoId)),
    template: templates.list().map(({ id }) => id),
    folder_default: rowNames.filter((name) => templates.choicesFor(`/videos/${name}`) !== null),
    recent_product: oidsOf(savedProducts.recent()),
    product_set: savedProducts.sets().map(({ id }) => id),
    watched_folder: watched.list().map(({ id }) => id),
    video_figures: rowNames.filter((name) => insight.ofVideo(name, 28).length > 0),
    product_image: rowNames.filter((name) => workspace.images.url(`tw_ec_x-${name}`) !== null),
  };
  return new Set(Object.entries(tables).flatMap(([table, names]) => names.map((name) => `${table} ${name}`)));
}
