import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { productKey, type TaggedProduct, taggedProductSchema } from "../../shared/model/product.ts";
import type { Video, VideoProduct } from "../biggo/wire/video.ts";
import { unlessStorageFails } from "../database/storage-trouble.ts";
import { readJson } from "../database/stored-json.ts";

/** The products of a video with their ids, as BigGo last told them. */
export interface KnownProducts {
  products: TaggedProduct[];
  /** Epoch ms. */
  seenAtMs: number;
}

/** Products of single videos, on disk: a listing leaves out the ids that a change of the list needs. */
export interface VideoProducts {
  get(videoId: string): KnownProducts | undefined;
  /**
   * Takes what BigGo tells of a single video; what each product cost when it was tagged stays. Whether anything is
   * different now.
   */
  take(video: Pick<Video, "videoId" | "products">, nowMs: number): boolean;
  /** BigGo has taken this list. */
  put(videoId: string, products: TaggedProduct[], nowMs: number): void;
  remove(videoId: string): void;
  /** How many of them are offline or gone, as far as it is known. */
  deadCount(videoId: string): number;
  all(): ReadonlyMap<string, KnownProducts>;
}

function tagged(product: VideoProduct, before: readonly TaggedProduct[]): TaggedProduct {
  const { nindex, oid, title, price, symbol, currency, storeName, availability } = product;
  const ref = nindex === null || oid === null ? null : { nindex, oid };
  const known = before.find((other) => ref !== null && other.ref !== null && productKey(other.ref) === productKey(ref));
  const taggedPrice = known === undefined ? price : known.taggedPrice;
  return { ref, title, price, symbol, currency, storeName, availability, taggedPrice };
}

/** Opens the products in a database. */
export function createVideoProducts(database: DatabaseSync): VideoProducts {
  const known = new Map<string, KnownProducts>();
  for (const row of database.prepare("SELECT * FROM video_products").all()) {
    // One row that makes no sense is asked for again.
    const products = readJson(z.array(taggedProductSchema), row.products);
    if (products !== null) known.set(String(row.video_id), { products, seenAtMs: Number(row.seen_at_ms) });
  }
  const upsert = database.prepare("INSERT OR REPLACE INTO video_products VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM video_products WHERE video_id = ?");

  const put = (videoId: string, products: TaggedProduct[], nowMs: number) => {
    known.set(videoId, { products, seenAtMs: nowMs });
    // What cannot be stored now is asked for again after a restart.
    unlessStorageFails(() => upsert.run(videoId, nowMs, JSON.stringify(products)));
  };

  return {
    get: (videoId) => known.get(videoId),
    take({ videoId, products }, nowMs) {
      const before = known.get(videoId)?.products;
      const taken = products.map((product) => tagged(product, before ?? []));
      put(videoId, taken, nowMs);
      return !isDeepStrictEqual(taken, before);
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
