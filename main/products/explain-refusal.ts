import type { AppErrorValue } from "../../shared/errors.ts";
import { productKey, type TaggedProduct } from "../../shared/model/product.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { ProductsApi } from "../biggo/products.ts";

/** Converts an error into one that names the products it is about. Never rejects. */
export type ExplainRefusal = (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;

/** BigGo's code for "a product does not exist"; the response does not name the product. */
const productGone = 1008;

/**
 * Builds the lookup: after a 1008 it requests the price history of each product; a product that is gone has none.
 */
export function createExplainRefusal(history: ProductsApi["history"]): ExplainRefusal {
  const isGone = (product: TaggedProduct) =>
    product.ref === null
      ? false
      : history(product.ref, 30).then(
          () => false,
          (error: unknown) => error instanceof BigGoError && error.biggoCode === productGone,
        );
  return async (error, products) => {
    const value = toErrorValue(error);
    if (!(error instanceof BigGoError) || error.biggoCode !== productGone) return value;
    const results = await Promise.all(products.map(isGone));
    const gone = products.filter((_, index) => results[index] === true);
    const [first] = gone;
    if (first === undefined) return value;
    const keys = gone.flatMap(({ ref }) => (ref === null ? [] : [productKey(ref)]));
    return { ...value, details: { ...value.details, name: first.title, products: keys } };
  };
}
