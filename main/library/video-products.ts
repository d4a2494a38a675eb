import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { productKey, type TaggedProduct, taggedProductSchema } from "../../shared/model/product.ts";
import type { Video, VideoProduct } from "../biggo/wire/video.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";
import { jsonColumn, timeColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";

/** The products of a video with their ids, as BigGo last returned them. */
export interface KnownProducts {
  products: TaggedProduct[];
  /** Epoch ms. */
  seenAtMs: number;
}

/** Products of single videos, on disk: a listing omits the ids that changing the list requires. */
export interface VideoProducts {
  get(videoId: string): KnownProducts | undefined;
  /**
   * Stores the products BigGo returned for a single video; each product keeps the price it had when it was tagged.
   * Returns whether the list changed.
   */
  take(video: Pick<Video, "videoId" | "products">, nowMs: number): boolean;
  /** Stores a list that BigGo has accepted. */
  put(videoId: string, products: TaggedProduct[], nowMs: number): void;
  remove(videoId: string): void;
  /** How many of the known products are offline or gone. */
  deadCount(videoId: string): number;
  all(): ReadonlyMap<string, KnownProducts>;
}

function asTagged(product: VideoProduct, previous: readonly TaggedProduct[]): TaggedProduct {
  const { nindex, oid, title, price, symbol, currency, storeName, availability } = product;
  const ref = nindex === null || oid === null ? null : { nindex, oid };
  const known = previous.find(
    (other) => ref !== null && other.ref !== null && productKey(other.ref) === productKey(ref),
  );
  const taggedPrice = known === undefined ? price : known.taggedPrice;
  return { ref, title, price, symbol, currency, storeName, availability, taggedPrice };
}

const columns = z.object({
  video_id: z.string(),
  seen_at_ms: timeColumn,
  products: jsonColumn(z.array(taggedProductSchema)),
});

/** Opens the products in a database. Those of a malformed row are read from BigGo again. */
export function createVideoProducts(database: DatabaseSync, onUnreadable?: OnUnreadable): VideoProducts {
  const table = { table: "video_products", key: ["video_id"], columns, onUnreadable };
  const rows = prepareRows(database, "SELECT * FROM video_products", table)();
  const known = new Map<string, KnownProducts>(
    rows.map((row) => [row.video_id, { products: row.products, seenAtMs: row.seen_at_ms }]),
  );
  const upsert = database.prepare("INSERT OR REPLACE INTO video_products VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM video_products WHERE video_id = ?");

  const put = (videoId: string, products: TaggedProduct[], nowMs: number) => {
    known.set(videoId, { products, seenAtMs: nowMs });
    // If this cannot be stored, it is read from BigGo again after a restart.
    ignoringStorageFailure(() => upsert.run(videoId, nowMs, JSON.stringify(products)));
  };

  return {
    get: (videoId) => known.get(videoId),
    take({ videoId, products }, nowMs) {
      const previous = known.get(videoId)?.products;
      const current = products.map((product) => asTagged(product, previous ?? []));
      put(videoId, current, nowMs);
      return !isDeepStrictEqual(current, previous);
    },
    put,
    remove(videoId) {
      if (known.delete(videoId)) remove.run(videoId);
    },
    deadCount: (videoId) =>
      known.get(videoId)?.products.filter(({ availability }) => availability !== "available").length ?? 0,
    all: () => known,
  };
}
