import { cutText } from "../../../shared/graphemes.ts";
import { type Availability, maxProducts, productRefSchema } from "../../../shared/model/product.ts";
import type { Access } from "../../../shared/model/video.ts";
import type { ApiProduct } from "./api-product.ts";
import type { ApiVideo } from "./api-video.ts";

/** A product tagged on a video. A listing leaves the ids out: `oid` and `nindex` are null there. */
export interface VideoProduct {
  oid: string | null;
  nindex: string | null;
  title: string;
  price: number;
  symbol: string;
  currency: string;
  storeName: string;
  image: string;
  availability: Availability;
}

/** A video as the app caches it: the part of {@link ApiVideo} that it uses. It is stored as JSON in the database. */
export interface Video {
  videoId: string;
  userid: string;
  description: string;
  access: Access;
  /** The video's page on BigGo. */
  url: string;
  /** Epoch ms. */
  createdAtMs: number;
  processing: boolean;
  complete: boolean;
  /** Processing ended without completing. */
  broken: boolean;
  statusKeywords: string[];
  /** Seconds; null while BigGo does not know it. */
  lengthSeconds: number | null;
  /** Width / height. */
  aspectRatio: number | null;
  /** Its details were changed after the upload. */
  edited: boolean;
  coverUrl: string | null;
  /** Addresses of frames along the video, at most {@link maxThumbnails}. */
  thumbnailUrls: string[];
  mp4Url: string | null;
  productCount: number;
  products: VideoProduct[];
  viewCount: number;
  likeCount: number;
  commentCount: number;
}

/** More frames are not needed to recognise a video. */
const maxThumbnails = 12;

/** Ids that could not be sent back to BigGo become null. */
function idsOf({ index, id }: ApiProduct): { nindex: string | null; oid: string | null } {
  const ref = productRefSchema.safeParse({ nindex: index, oid: id });
  return ref.success ? ref.data : { nindex: null, oid: null };
}

function toVideoProduct(product: ApiProduct): VideoProduct {
  const { title, price, symbol, currency, provide, image, isNotFound, isOffline } = product;
  return {
    ...idsOf(product),
    // Untrusted texts are cut to the lengths that the shared models accept.
    title: cutText(title, 2000),
    price,
    symbol: cutText(symbol, 20),
    currency: cutText(currency ?? "", 20),
    storeName: cutText(provide ?? "", 400),
    image,
    availability: isNotFound ? "gone" : isOffline ? "offline" : "available",
  };
}

/** Stands in a list for a product of which BigGo says only that it is there: it can be removed, but not be sent. */
function missingProduct(position: number): VideoProduct {
  const texts = { title: `#${position}`, symbol: "", currency: "", storeName: "", image: "" };
  return { oid: null, nindex: null, price: 0, availability: "available", ...texts };
}

function withoutDuplicates(products: readonly VideoProduct[]): VideoProduct[] {
  const keys = products.map(({ nindex, oid }) => (nindex === null || oid === null ? null : `${nindex}-${oid}`));
  return products.filter((_, index) => keys[index] === null || keys.indexOf(keys[index] ?? null) === index);
}

/**
 * The part of a video that the app caches, from a response about this video alone. A change replaces the whole list of
 * products, so those that BigGo counts and does not list are in it, without ids: a list with such a product is not sent
 * before the user has removed it (`unidentifiedIn`).
 */
export function toDetailedVideo(api: ApiVideo): Video {
  const video = toVideo(api);
  const listed = video.products.map((product, index) =>
    product.title === "" && product.oid === null ? missingProduct(index + 1) : product,
  );
  const count = Math.min(maxProducts, Math.max(api.productCount, api.hasProduct ? 1 : 0));
  const missing = Array.from({ length: Math.max(0, count - listed.length) }, (_, index) =>
    missingProduct(listed.length + index + 1),
  );
  return { ...video, products: [...withoutDuplicates(listed), ...missing] };
}

/** The part of a video that the app caches. */
export function toVideo(video: ApiVideo): Video {
  const { status, meta } = video;
  return {
    videoId: video.videoId,
    userid: video.userid,
    description: video.description ?? "",
    access: video.access,
    url: video.url,
    createdAtMs: Math.round(video.timestampSeconds * 1000),
    processing: status.processing,
    complete: status.complete,
    broken: status.broken,
    statusKeywords: status.keywords,
    lengthSeconds: meta?.lengthSeconds ?? null,
    aspectRatio: meta?.aspectRatio ?? null,
    edited: video.isEdited,
    coverUrl: meta?.coverImage ?? null,
    thumbnailUrls: (meta?.thumbnails ?? []).slice(0, maxThumbnails),
    mp4Url: meta?.download?.mp4 ?? null,
    productCount: video.productCount,
    products: video.productList.map(toVideoProduct),
    viewCount: video.viewCount,
    likeCount: video.videoLikeCount,
    commentCount: video.videoCommentCount,
  };
}
