import { type ProductRef, productKey } from "../../shared/model/product.ts";

/** URLs of images and videos. Media is requested by id: the page has neither file paths nor BigGo URLs. */
export interface MediaUrls {
  /** The cover on BigGo; `key` changes with the image. */
  cover(videoId: string, key: string): string;
  /** A preview frame of the published video, by index. */
  thumbnail(videoId: string, index: number): string;
  /** The published video. */
  video(videoId: string): string;
  /** The local file behind an upload. */
  upload(uploadId: string): string;
  /** The system's picture of the local file behind an upload, where the system has one. */
  preview(uploadId: string): string;
  /** A product's image. */
  product(product: ProductRef): string;
}

/** Builds media URLs under `base`, such as `app://uploader/media`. */
export function mediaUrlsAt(base: string): MediaUrls {
  const urlOf = (kind: string, id: string) => `${base}/${kind}/${encodeURIComponent(id)}`;
  return {
    cover: (videoId, key) => `${urlOf("cover", videoId)}?v=${encodeURIComponent(key)}`,
    thumbnail: (videoId, index) => `${urlOf("thumbnail", videoId)}?at=${index}`,
    video: (videoId) => urlOf("video", videoId),
    upload: (uploadId) => urlOf("upload", uploadId),
    preview: (uploadId) => urlOf("preview", uploadId),
    product: (product) => urlOf("product", productKey(product)),
  };
}
