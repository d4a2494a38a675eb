import { maxProducts, rowKey, type TaggedProduct } from "../../../shared/model/product.ts";

/** Why a product cannot be added. */
export type Refusal = "full" | "twice";

/** The list with a product at its end, or why that cannot be. */
export function withAdded(list: readonly TaggedProduct[], product: TaggedProduct): TaggedProduct[] | Refusal {
  if (list.some((other) => rowKey(other) === rowKey(product))) return "twice";
  return list.length >= maxProducts ? "full" : [...list, product];
}

/** The list with as many of a set's products as fit, and how many did not. */
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

/** The list without one product; of two that cannot be told apart the first goes. */
export function withoutProduct(list: readonly TaggedProduct[], key: string): TaggedProduct[] {
  const at = list.findIndex((product) => rowKey(product) === key);
  return list.filter((_, place) => place !== at);
}

/** The list with a product in another's place; the same product elsewhere on it is no second time. */
export function withSwapped(
  list: readonly TaggedProduct[],
  key: string,
  product: TaggedProduct,
): TaggedProduct[] | Refusal {
  if (list.some((other) => rowKey(other) === rowKey(product) && rowKey(other) !== key)) return "twice";
  return list.map((other) => (rowKey(other) === key ? product : other));
}

/** The list with one product moved to another place; places beyond its ends change nothing. */
export function withMoved(list: readonly TaggedProduct[], key: string, to: number): TaggedProduct[] {
  const from = list.findIndex((product) => rowKey(product) === key);
  if (from === -1 || to < 0 || to >= list.length) return [...list];
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** How a price moved since the product was tagged, in whole percent; null: it did not, or nobody knows. */
export function priceMove({ price, taggedPrice }: Pick<TaggedProduct, "price" | "taggedPrice">): number | null {
  if (taggedPrice === null || taggedPrice <= 0 || price <= 0) return null;
  const percent = Math.round((price / taggedPrice - 1) * 100);
  return percent === 0 ? null : percent;
}
