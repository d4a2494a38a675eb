import { type ProductRef, productKey } from "../../shared/model/product.ts";

/** Where pictures and films are fetched from. They come by id: the page knows no path and no address on BigGo. */
export interface MediaUrls {
  /** The cover BigGo made or was given. */
  cover(videoId: string, key: string): string;
  /** A picture along the published film, by its place. */
  thumbnail(videoId: string, place: number): string;
  /** The published film. */
  video(videoId: string): string;
  /** The local file behind an upload. */
  upload(uploadId: string): string;
  /** A product's picture. */
  product(product: ProductRef): string;
}

/** The addresses under one base, such as `app://uploader/media`. */
export function mediaUrlsAt(base: string): MediaUrls {
  const at = (kind: string, id: string) => `${base}/${kind}/${encodeURIComponent(id)}`;
  return {
    cover: (videoId, key) => `${at("cover", videoId)}?v=${encodeURIComponent(key)}`,
    thumbnail: (videoId, place) => `${at("thumbnail", videoId)}?at=${place}`,
    video: (videoId) => at("video", videoId),
    upload: (uploadId) => at("upload", uploadId),
    product: (product) => at("product", productKey(product)),
  };
}
