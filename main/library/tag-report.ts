import { rowKey, type TaggedProduct, type TagHealthReport } from "../../shared/model/product.ts";
import type { KnownProducts } from "./video-products.ts";

/** A smaller move of a price is none. */
const leastMove = 0.01;
const maxMoved = 100;

function moveOf({ price, taggedPrice }: TaggedProduct): number {
  if (taggedPrice === null || taggedPrice <= 0 || price <= 0) return 0;
  return Math.abs(price / taggedPrice - 1);
}

/** Which products of own videos need somebody; `tagged` are the videos that have products. */
export function reportTags(known: ReadonlyMap<string, KnownProducts>, tagged: readonly string[]): TagHealthReport {
  const dead = new Map<string, TagHealthReport["dead"][number]>();
  const moved = new Map<string, TagHealthReport["moved"][number]>();
  const add = (to: typeof dead, product: TaggedProduct, videoId: string) => {
    const key = rowKey(product);
    const entry = to.get(key);
    if (entry === undefined) to.set(key, { product, videoIds: [videoId] });
    else entry.videoIds.push(videoId);
  };
  let oldest: number | null = null;
  let unseen = 0;
  for (const videoId of tagged) {
    const entry = known.get(videoId);
    if (entry === undefined) {
      unseen += 1;
      continue;
    }
    oldest = Math.min(oldest ?? entry.seenAtMs, entry.seenAtMs);
    for (const product of entry.products) {
      if (product.availability !== "available") add(dead, product, videoId);
      else if (moveOf(product) >= leastMove) add(moved, product, videoId);
    }
  }
  const byMove = [...moved.values()].sort((a, b) => moveOf(b.product) - moveOf(a.product));
  const byReach = [...dead.values()].sort((a, b) => b.videoIds.length - a.videoIds.length);
  return { dead: byReach, moved: byMove.slice(0, maxMoved), oldestSeenAtMs: oldest, unseen };
}
