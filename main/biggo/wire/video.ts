import { z } from "zod";
import { type Availability, productRefSchema } from "../../../shared/model/product.ts";
import { type Access, accessSchema } from "../../../shared/model/video.ts";
import { idText, lenientFlag, lenientNumber, lenientText, objectOrNothing, shortText } from "./lenient.ts";

const accessOfNumber: Record<number, Access> = { 0: "public", 1: "private", 2: "unlisted" };

/** BigGo's number for an access (0 public, 1 private, 2 unlisted). */
export const numberOfAccess: Record<Access, number> = { public: 0, private: 1, unlisted: 2 };

const wireAccess = z
  .union([accessSchema, z.coerce.number().transform((value) => accessOfNumber[value] ?? "private")])
  .catch("private");

const wireMeta = z.object({
  length: lenientNumber,
  aspect_ratio: z.union([z.string(), z.number()]).nullish(),
  cover_image: lenientText,
  thumbnails: z.array(z.string()).catch([]),
  download: objectOrNothing(z.object({ mp4: lenientText })).catch(null),
});

/** BigGo says 13 when a video is complete; numbers between are undocumented. */
const completeStatus = 13;
/** "In queue" is 0 to one published client and 1 to the other. */
const knownStatuses = new Set([0, 1, completeStatus]);

const wireStatus = z
  .object({
    processing: lenientFlag,
    process_status: lenientNumber,
    process_status_kw: z.array(z.string()).catch([]),
  })
  .catch({ processing: true, process_status: 0, process_status_kw: [] });

/** A queued video may say that nothing is under way; one that failed says so in a word or by a number of its own. */
function isBroken(status: z.infer<typeof wireStatus>): boolean {
  if (status.processing || status.process_status === completeStatus) return false;
  return !knownStatuses.has(status.process_status) || status.process_status_kw.some((word) => /error|fail/i.test(word));
}

/** "9:16", "0.5625" and 0.5625 all occur; anything else is unknown. */
function parseAspectRatio(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const [width, height] = String(value).split(/[:/x]/).map(Number);
  const ratio = height === undefined ? width : (width ?? 0) / height;
  return ratio !== undefined && Number.isFinite(ratio) && ratio > 0 ? ratio : null;
}

const wireProduct = z.object({
  id: idText.optional().catch(undefined),
  index: lenientText,
  title: shortText(2000),
  price: lenientNumber,
  symbol: shortText(20),
  currency: shortText(20),
  provide: shortText(400),
  image: lenientText,
  isOffline: lenientFlag,
  isNotFound: lenientFlag,
});

/** A product tagged on a video. In a listing BigGo leaves the ids out: `oid` and `nindex` are null there. */
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

/** Ids that could not be sent back are none. */
function idsOf(nindex: string, oid: string): { nindex: string | null; oid: string | null } {
  const ref = productRefSchema.safeParse({ nindex, oid });
  return ref.success ? ref.data : { nindex: null, oid: null };
}

const videoProduct = wireProduct.transform(
  (wire): VideoProduct => ({
    ...idsOf(wire.index, wire.id ?? ""),
    title: wire.title,
    price: wire.price,
    symbol: wire.symbol,
    currency: wire.currency,
    storeName: wire.provide,
    image: wire.image,
    availability: wire.isNotFound ? "gone" : wire.isOffline ? "offline" : "available",
  }),
);

/** More pictures along a film than this are not needed to see what it is about. */
const maxThumbnails = 12;

/** A video as BigGo tells it, in our terms. Only the id is indispensable. */
export interface Video {
  videoId: string;
  userid: string;
  description: string;
  access: Access;
  /** The video's page. */
  url: string;
  /** Epoch ms. */
  createdAtMs: number;
  processing: boolean;
  complete: boolean;
  /** Processing ended without completing: a number that is neither "in queue" nor "complete", and nothing under way. */
  broken: boolean;
  statusKeywords: string[];
  /** Seconds; null while BigGo does not know. */
  lengthSeconds: number | null;
  /** Width / height. */
  aspectRatio: number | null;
  coverUrl: string | null;
  /** Pictures along the film. */
  thumbnailUrls: string[];
  mp4Url: string | null;
  productCount: number;
  products: VideoProduct[];
  viewCount: number;
  likeCount: number;
  commentCount: number;
}

/** Parses BigGo's Video; tolerant of unknown, missing and oddly typed fields, except for `video_id`. */
export const videoSchema = z
  .object({
    video_id: idText,
    userid: lenientText,
    description: lenientText,
    access: wireAccess.optional(),
    limit: wireAccess.optional(),
    url: lenientText,
    timestamp: lenientNumber,
    status: wireStatus.optional(),
    meta: objectOrNothing(wireMeta).catch(null),
    product_count: lenientNumber,
    product_list: z.array(videoProduct).nullish().catch(null),
    view_count: lenientNumber,
    video_like_count: lenientNumber,
    video_comment_count: lenientNumber,
  })
  .transform((wire): Video => {
    const status = wire.status ?? { processing: true, process_status: 0, process_status_kw: [] };
    const length = wire.meta?.length ?? 0;
    const cover = wire.meta?.cover_image ?? "";
    const mp4 = wire.meta?.download?.mp4 ?? "";
    return {
      videoId: wire.video_id,
      userid: wire.userid,
      description: wire.description,
      access: wire.access ?? wire.limit ?? "private",
      url: wire.url,
      createdAtMs: wire.timestamp * 1000,
      processing: status.processing,
      complete: status.process_status === completeStatus,
      broken: isBroken(status),
      statusKeywords: status.process_status_kw,
      lengthSeconds: length > 0 ? length : null,
      aspectRatio: parseAspectRatio(wire.meta?.aspect_ratio),
      coverUrl: cover === "" ? null : cover,
      thumbnailUrls: (wire.meta?.thumbnails ?? []).slice(0, maxThumbnails),
      mp4Url: mp4 === "" ? null : mp4,
      productCount: wire.product_count,
      products: wire.product_list ?? [],
      viewCount: wire.view_count,
      likeCount: wire.video_like_count,
      commentCount: wire.video_comment_count,
    };
  });
