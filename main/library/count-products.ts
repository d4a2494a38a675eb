import { rowKey, type TaggedProduct } from "../../shared/model/product.ts";

const maxCounted = 500;

/** The products with the number of lists each is in, most used first; lists that are null (unknown) are skipped. */
export function countProducts(
  lists: readonly (readonly TaggedProduct[] | null)[],
): { product: TaggedProduct; count: number }[] {
  const counts = new Map<string, { product: TaggedProduct; count: number }>();
  for (const product of lists.flatMap((list) => list ?? [])) {
    const entry = counts.get(rowKey(product));
    if (entry === undefined) counts.set(rowKey(product), { product, count: 1 });
    else entry.count += 1;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, maxCounted);
}
