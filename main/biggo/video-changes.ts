import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import { type ProductRef, refsOf, type TaggedProduct } from "../../shared/model/product.ts";
import type { Access, DetailsPatch } from "../../shared/model/video.ts";

/** Changes of a video's details; a field that is left out stays unchanged. */
export interface VideoChanges {
  /** Write-only: BigGo returns no title. */
  title?: string | undefined;
  description?: string | undefined;
  access?: Access | undefined;
  /** At most 10. Replaces the whole list, so start from that of `VideoResource.get`: a listing has no ids. */
  products?: ProductRef[] | undefined;
  /** Position of the cover frame, ms into the video. */
  thumbnailTimeMs?: number | undefined;
}

/** A change of a video's details in BigGo's terms, with products by their ids. */
export function videoChangesOf({ title, description, access, products, coverTimeMs }: DetailsPatch): VideoChanges {
  return {
    title,
    description,
    access,
    products: products === undefined ? undefined : refsOf(products),
    thumbnailTimeMs: coverTimeMs,
  };
}

/** Why a list cannot be sent: it has a product that BigGo does not identify and would lose it. Null: it can be sent. */
export function unidentifiedIn(products: readonly TaggedProduct[]): AppErrorValue | null {
  const first = products.find(({ ref }) => ref === null);
  if (first === undefined) return null;
  const details = { name: first.title };
  return new AppError("product-unidentified", "A product of the list has no ids", { details }).value;
}
