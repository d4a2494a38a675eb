import { z } from "zod";
import { type Access, videoIdSchema } from "../../../shared/model/video.ts";
import { wireAccess } from "./access.ts";
import { type ApiProduct, apiProductSchema, parseRows } from "./api-product.ts";
import { type ApiVideoMeta, apiVideoMetaSchema } from "./api-video-meta.ts";
import {
  idList,
  idText,
  lenientCount,
  lenientFlag,
  lenientText,
  lenientUrl,
  optionalCount,
  optionalDescription,
  optionalFlag,
  optionalText,
} from "./lenient.ts";
import { type ApiVideoStatus, apiVideoStatusSchema } from "./process-status.ts";
import { epochSecondsOf, rowsOf, writtenSecondsOf } from "./read-value.ts";

/**
 * A video with all fields of the published clients (`biggo-api` for Python 0.2.0 and for JavaScript 0.5.2). BigGo
 * returns no title: a title can only be written. A field that the published clients require has an empty value when
 * BigGo leaves it out; an optional one is null, or an empty list.
 */
export interface ApiVideo {
  /** `video_id`: the id, as every call takes it. */
  videoId: string;
  /** `userid`: the owner's permanent id. */
  userid: string;
  /** `at_userid`: the owner's public name, without its @. */
  atUserid: string;
  /** `name`: the owner's display name, not the video's title. */
  name: string;
  /** `profileimg`: address of the owner's profile picture. */
  profileImage: string;
  /** `url`: the video's page on BigGo. */
  url: string;
  /** `description` (optional): the description; null when there is none. */
  description: string | null;
  /** `access`: who may see the video. */
  access: Access;
  /** `limit`: the same value as `access`. */
  limit: Access;
  /** `created_at`: when it was uploaded, as BigGo writes it ("2023-03-01T00:00:00.0000", no time zone). */
  createdAt: string;
  /**
   * `timestamp`: when it was uploaded, in seconds since the epoch. Taken from `created_at`, read as UTC, when BigGo
   * leaves it out; 0 when neither is a date between 2000 and 2100.
   */
  timestampSeconds: number;
  /** `str_datetime` (optional): when it was uploaded, as BigGo shows it. */
  strDatetime: string | null;
  /** `is_edited`: whether its details were changed after the upload. */
  isEdited: boolean;
  /** `is_like`: whether the account likes it. */
  isLike: boolean;
  /** `is_myvideo`: whether the account owns it. */
  isMyVideo: boolean;
  /** `is_follow`: whether the account follows its owner. */
  isFollow: boolean;
  /** `isVerifyEComm`: whether BigGo has verified the owner as a merchant. */
  isVerifyEComm: boolean;
  /** `isVerifyUser`: whether BigGo has verified the owner. */
  isVerifyUser: boolean;
  /** `is_private` (optional): whether only its owner can watch it; null when BigGo leaves it out. */
  isPrivate: boolean | null;
  /**
   * `hasProduct`: whether products are tagged on it. Also true when `product_count` or `product_list` says so, and when
   * BigGo leaves out all three: then it may have some.
   */
  hasProduct: boolean;
  /** `product_count`: number of tagged products. At least the rows of `product_list`, which may be incomplete. */
  productCount: number;
  /**
   * `product_list` (optional): tagged products, at most 10; without their ids in a listing. Empty also when BigGo sends
   * none although `productCount` is not 0.
   */
  productList: ApiProduct[];
  /** `video_comment_count`: number of comments. */
  videoCommentCount: number;
  /** `video_like_count`: number of likes. */
  videoLikeCount: number;
  /** `view_count`: number of views. */
  viewCount: number;
  /** `like_list` (optional): users who like it. */
  likeList: string[];
  /** `status`: how far BigGo has processed it. */
  status: ApiVideoStatus;
  /** `meta` (optional): length, pictures and download; null while BigGo has none, as for a queued video. */
  meta: ApiVideoMeta | null;
}

const owner = { userid: lenientText, at_userid: lenientText, name: lenientText, profileimg: lenientUrl };

const dates = { created_at: lenientText, timestamp: z.unknown().optional(), str_datetime: optionalText };

const flags = {
  is_edited: lenientFlag,
  is_like: lenientFlag,
  is_myvideo: lenientFlag,
  is_follow: lenientFlag,
  isVerifyEComm: lenientFlag,
  isVerifyUser: lenientFlag,
  is_private: optionalFlag,
  hasProduct: optionalFlag,
};

const counts = {
  product_count: optionalCount,
  video_comment_count: lenientCount,
  video_like_count: lenientCount,
  view_count: lenientCount,
};

interface WireProducts {
  hasProduct: boolean | null;
  product_count: number | null;
  product_list: unknown[] | null;
}

function productsOf({ hasProduct, product_count: count, product_list: rows }: WireProducts) {
  const productCount = Math.max(count ?? 0, rows?.length ?? 0);
  const isUnknown = hasProduct === null && count === null && rows === null;
  return {
    hasProduct: hasProduct === true || productCount > 0 || isUnknown,
    productCount,
    productList: parseRows(rows ?? [], apiProductSchema),
  };
}

/** Parses BigGo's Video; tolerant of unknown, missing and oddly typed fields, except for `video_id`. */
export const apiVideoSchema = z
  .object({
    video_id: idText.pipe(videoIdSchema),
    ...owner,
    ...dates,
    ...flags,
    ...counts,
    url: lenientUrl,
    description: optionalDescription,
    access: wireAccess,
    limit: wireAccess,
    product_list: z.unknown().optional().transform(rowsOf),
    like_list: idList,
    status: apiVideoStatusSchema,
    meta: apiVideoMetaSchema,
  })
  .transform(
    (wire): ApiVideo => ({
      videoId: wire.video_id,
      userid: wire.userid,
      atUserid: wire.at_userid,
      name: wire.name,
      profileImage: wire.profileimg,
      url: wire.url,
      description: wire.description,
      access: wire.access ?? wire.limit ?? "private",
      limit: wire.limit ?? wire.access ?? "private",
      createdAt: wire.created_at,
      timestampSeconds: epochSecondsOf(wire.timestamp) ?? writtenSecondsOf(wire.created_at) ?? 0,
      strDatetime: wire.str_datetime,
      isEdited: wire.is_edited,
      isLike: wire.is_like,
      isMyVideo: wire.is_myvideo,
      isFollow: wire.is_follow,
      isVerifyEComm: wire.isVerifyEComm,
      isVerifyUser: wire.isVerifyUser,
      isPrivate: wire.is_private,
      ...productsOf(wire),
      videoCommentCount: wire.video_comment_count,
      videoLikeCount: wire.video_like_count,
      viewCount: wire.view_count,
      likeList: wire.like_list,
      status: wire.status,
      meta: wire.meta,
    }),
  );
