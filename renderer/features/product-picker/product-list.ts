import { maxProducts, rowKey, type TaggedProduct } from "../../../shared/model/product.ts";

/** Why a product cannot be added. */
export type Refusal = "full" | "twice";

/** The list with a product appended, or why it cannot be. */
export function withAdded(list: readonly TaggedProduct[], product: TaggedProduct): TaggedProduct[] | Refusal {
  if (list.some((other) => rowKey(other) === rowKey(product))) return "twice";
  return list.length >= maxProducts ? "full" : [...list, product];
}

/** The list with as many of a set's products as fit; `leftOut` counts the others. */
export function withSet(
  list: readonly TaggedProduct[],
  set: readonly TaggedProduct[],
): { list: TaggedProduct[]; added: number; leftOut: number } {
  let next = [...list];
  for (const product of set) {
    const added = withAdded(next, product);
    if (Array.isArray(added)) next = added;
  }
  const added = next.length - list.length;
  return { list: next, added, leftOut: set.length - added };
}

/** The list without one product: the first with that key. */
export function withoutProduct(list: readonly TaggedProduct[], key: string): TaggedProduct[] {
  const removed = list.findIndex((product) => rowKey(product) === key);
  return list.filter((_, index) => index !== removed);
}

/** The list with one product replaced by another, or "twice" if the other is already listed elsewhere. */
export function withSwapped(
  list: readonly TaggedProduct[],
  key: string,
  product: TaggedProduct,
): TaggedProduct[] | Refusal {
  if (list.some((other) => rowKey(other) === rowKey(product) && rowKey(other) !== key)) return "twice";
  return list.map((other) => (rowKey(other) === key ? product : other));
}

/** The list with one product moved to index `to`; unchanged if `to` is out of range. */
export function withMoved(list: readonly TaggedProduct[], key: string, to: number): TaggedProduct[] {
  const from = list.findIndex((product) => rowKey(product) === key);
  if (from === -1 || to < 0 || to >= list.length) return [...list];
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** The price change since the product was tagged, in whole percent; null if unchanged or unknown. */
export function priceChange({ price, taggedPrice }: Pick<TaggedProduct, "price" | "taggedPrice">): number | null {
  if (taggedPrice === null || taggedPrice <= 0 || price <= 0) return null;
  const percent = Math.round((price / taggedPrice - 1) * 100);
  return percent === 0 ? null : percent;
}
