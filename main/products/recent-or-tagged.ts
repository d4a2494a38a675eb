import { rowKey, type TaggedProduct } from "../../shared/model/product.ts";

/** How many products are offered before the user has typed anything. */
const maxOffered = 60;

/**
 * The products to offer before the user types: those used last, then those that are on own videos already, as they are
 * given. A product without an id cannot be tagged again, one that is not sold any more should not be.
 */
export function recentOrTagged(
  recent: readonly TaggedProduct[],
  tagged: () => readonly TaggedProduct[],
): TaggedProduct[] {
  if (recent.length >= maxOffered) return recent.slice(0, maxOffered);
  const offered = new Map(recent.map((product) => [rowKey(product), product]));
  for (const product of tagged()) {
    if (offered.size >= maxOffered) break;
    const isOffered = product.ref !== null && product.availability === "available";
    if (isOffered && !offered.has(rowKey(product))) offered.set(rowKey(product), product);
  }
  return [...offered.values()];
}
