import type { AppErrorValue } from "../../shared/errors.ts";
import { productKey, type TaggedProduct } from "../../shared/model/product.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { ProductsApi } from "../biggo/products.ts";

/** Says what an error means for a list of products. Never rejects. */
export type ExplainRefusal = (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;

/** BigGo's code for "a product does not exist"; it does not say which. */
const productGone = 1008;

/**
 * Builds the explanation: after a 1008 each product is asked for by its price history, which a gone one does not have.
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
    const answers = await Promise.all(products.map(isGone));
    const gone = products.filter((_, at) => answers[at] === true);
    const [first] = gone;
    if (first === undefined) return value;
    const keys = gone.flatMap(({ ref }) => (ref === null ? [] : [productKey(ref)]));
    return { ...value, details: { ...value.details, name: first.title, products: keys } };
  };
}
