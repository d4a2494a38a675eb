import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Region } from "../../shared/model/account.ts";
import type { Call } from "./call.ts";
import { frameFilePart } from "./multipart.ts";
import { parseBody } from "./response.ts";
import { type ApiProduct, apiProductSchema, productListOf } from "./wire/api-product.ts";
import { idText } from "./wire/lenient.ts";
import type { WireProduct } from "./wire/product.ts";

/**
 * The calls for products in a picture, with `ApiProduct` or the app's own model of a product. Every call rejects with
 * BigGoError.
 */
export interface ImageSearchApi<Product = WireProduct> {
  /** Uploads a picture (JPEG or PNG bytes) and resolves with its key. */
  uploadImage(image: Buffer, mediaType: string, signal?: AbortSignal): Promise<string>;
  /** Finds products like those in an uploaded picture. */
  findSimilar(key: string, region: Region, signal?: AbortSignal): Promise<Product[]>;
}

/** Maximum size of a response: no list of products is larger. */
const maxBytes = 4 * 1024 * 1024;

const uploadBody = z.object({ key: idText });
const similarBody = z.object({ list: productListOf(apiProductSchema) });

/** Creates the calls `spa/imagesearch/image` and `search/similar_image`. */
export function createImageSearchApi(call: Call): ImageSearchApi<ApiProduct> {
  return {
    async uploadImage(image, mediaType, signal) {
      const framing = frameFilePart({ name: "image", fileName: "frame", mediaType, boundary: `biggo-${randomUUID()}` });
      const body = Buffer.concat([framing.head, image, framing.tail]);
      const raw = { contentType: framing.contentType, body };
      const answer = await call({ method: "POST", path: "spa/imagesearch/image", raw, signal });
      return parseBody(uploadBody, answer, "image upload").key;
    },
    async findSimilar(key, region, signal) {
      const json = { image_id: key, v: 4, region, type: "all", is_orientation: false, offline_filter: true };
      const answer = await call({ method: "POST", path: "search/similar_image", json, maxBytes, signal });
      return parseBody(similarBody, answer, "image search").list;
    },
  };
}
