import { rowKey, type TaggedProduct, type TagHealthReport } from "../../shared/model/product.ts";
import type { KnownProducts } from "./video-products.ts";

/** The smallest relative price change that is reported. */
const minPriceChange = 0.01;
const maxMoved = 100;

function priceChangeOf({ price, taggedPrice }: TaggedProduct): number {
  if (taggedPrice === null || taggedPrice <= 0 || price <= 0) return 0;
  return Math.abs(price / taggedPrice - 1);
}

/** The products of the user's videos that need attention; `tagged` are the ids of videos that have products. */
export function reportTags(known: ReadonlyMap<string, KnownProducts>, tagged: readonly string[]): TagHealthReport {
  const dead = new Map<string, TagHealthReport["dead"][number]>();
  const moved = new Map<string, TagHealthReport["moved"][number]>();
  const add = (to: typeof dead, product: TaggedProduct, videoId: string) => {
    const key = rowKey(product);
    const entry = to.get(key);
    if (entry === undefined) to.set(key, { product, videoIds: [videoId] });
    else entry.videoIds.push(videoId);
  };
  let oldestSeenAtMs: number | null = null;
  let unseen = 0;
  for (const videoId of tagged) {
    const entry = known.get(videoId);
    if (entry === undefined) {
      unseen += 1;
      continue;
    }
    oldestSeenAtMs = Math.min(oldestSeenAtMs ?? entry.seenAtMs, entry.seenAtMs);
    for (const product of entry.products) {
      if (product.availability !== "available") add(dead, product, videoId);
      else if (priceChangeOf(product) >= minPriceChange) add(moved, product, videoId);
    }
  }
  const byPriceChange = [...moved.values()].sort((a, b) => priceChangeOf(b.product) - priceChangeOf(a.product));
  const byVideoCount = [...dead.values()].sort((a, b) => b.videoIds.length - a.videoIds.length);
  return { dead: byVideoCount, moved: byPriceChange.slice(0, maxMoved), oldestSeenAtMs, unseen };
}
