import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import { refsOf, type TaggedProduct } from "../../shared/model/product.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import type { VideoChanges } from "./videos.ts";

/** A change of a video's details in BigGo's terms: of its products the ids alone. */
export function videoChangesOf({ title, description, access, products, coverTimeMs }: DetailsPatch): VideoChanges {
  return {
    title,
    description,
    access,
    products: products === undefined ? undefined : refsOf(products),
    thumbnailTimeMs: coverTimeMs,
  };
}

/** Why a list cannot be sent as it is: it would lose a product that BigGo does not name. Null: it can. */
export function unidentifiedIn(products: readonly TaggedProduct[]): AppErrorValue | null {
  const first = products.find(({ ref }) => ref === null);
  if (first === undefined) return null;
  const details = { name: first.title };
  return new AppError("product-unidentified", "A product of the list has no ids", { details }).value;
}
