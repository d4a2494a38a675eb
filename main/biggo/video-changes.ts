import { refsOf } from "../../shared/model/product.ts";
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
