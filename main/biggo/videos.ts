import { z } from "zod";
import type { ProductRef } from "../../shared/model/product.ts";
import type { Access } from "../../shared/model/video.ts";
import { parseBody } from "./answer.ts";
import { BigGoError } from "./biggo-error.ts";
import type { Call } from "./call.ts";
import { shortText } from "./wire/lenient.ts";
import { numberOfAccess, type Video, videoSchema } from "./wire/video.ts";

/** Changes of a video; what is left out stays as it is. `products` (at most 10) replaces the whole list. */
export interface VideoChanges {
  title?: string | undefined;
  description?: string | undefined;
  access?: Access | undefined;
  products?: ProductRef[] | undefined;
  /** Milliseconds into the video. */
  thumbnailTimeMs?: number | undefined;
}

export interface VideoPage {
  videos: Video[];
  /** Rows that are no videos we can read. */
  unreadable: number;
  /** How many rows there are on all pages. */
  total: number;
  /** Whose listing it is; null where BigGo does not say. */
  owner: { name: string; atUserid: string } | null;
}

/** The videos of BigGo. Every call rejects with BigGoError. */
export interface VideosApi {
  /** One video, with its products' ids; refused with 1004 or 1005 when it is gone. */
  get(videoId: string, signal?: AbortSignal): Promise<Video>;
  /** `PATCH`: sets what is given, at least one field. */
  update(videoId: string, changes: VideoChanges, signal?: AbortSignal): Promise<void>;
  /** `POST`: sets title, description and access together. */
  replace(
    videoId: string,
    details: VideoChanges & { title: string; description: string; access: Access },
    signal?: AbortSignal,
  ): Promise<void>;
  remove(videoId: string, signal?: AbortSignal): Promise<void>;
  /** Own videos, 20 a page, newest first; pages count from 1. */
  listOwn(page: number, signal?: AbortSignal): Promise<VideoPage>;
  /** Videos that the account likes. */
  listLiked(page: number, signal?: AbortSignal): Promise<VideoPage>;
  listOf(userid: string, page: number, signal?: AbortSignal): Promise<VideoPage>;
}

const oneVideo = z.object({ video: z.array(videoSchema) });
const rows = z.object({ data: z.array(z.unknown()), size: z.coerce.number() });
const anyRows = z.object({
  user_video: rows,
  user: z
    .object({ name: shortText(200), at_userid: shortText(200) })
    .nullish()
    .catch(null),
});

/** One row that is not a video must not hide the others; a page of nothing but such rows is not BigGo's. */
function parsePage(body: unknown): VideoPage {
  const { user_video, user } = parseBody(anyRows, body, "video list");
  const { data, size } = user_video;
  const videos = data.flatMap((row) => {
    const parsed = videoSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  if (data.length > 0 && videos.length === 0) throw new BigGoError("not-biggo", "video list without a single video");
  const owner = user ? { name: user.name, atUserid: user.at_userid } : null;
  return { videos, unreadable: data.length - videos.length, total: size, owner };
}

function wireChanges(changes: VideoChanges): Record<string, unknown> {
  return {
    ...(changes.title === undefined ? {} : { title: changes.title }),
    ...(changes.description === undefined ? {} : { description: changes.description }),
    ...(changes.access === undefined ? {} : { access: numberOfAccess[changes.access] }),
    ...(changes.products === undefined ? {} : { product_list: changes.products }),
    ...(changes.thumbnailTimeMs === undefined ? {} : { thumbnail_time: changes.thumbnailTimeMs }),
  };
}

/** The calls under `video/` and `user/…/video/`. */
export function createVideosApi(call: Call): VideosApi {
  const pathOf = (videoId: string) => `video/${encodeURIComponent(videoId)}`;
  const list = async (user: string, page: number, signal?: AbortSignal, tab?: "like_video") => {
    const query = { p: page, ...(tab === undefined ? {} : { tab }) };
    return parsePage(await call({ method: "GET", path: `user/${user}/video/`, query, signal }));
  };

  return {
    async get(videoId, signal) {
      const body = await call({ method: "GET", path: pathOf(videoId), signal });
      const video = parseBody(oneVideo, body, "video").video[0];
      if (video === undefined) throw new BigGoError("refused", "BigGo answered without the video", { biggoCode: 1004 });
      return video;
    },
    async update(videoId, changes, signal) {
      await call({ method: "PATCH", path: pathOf(videoId), json: wireChanges(changes), signal });
    },
    async replace(videoId, details, signal) {
      await call({ method: "POST", path: pathOf(videoId), json: wireChanges(details), signal });
    },
    async remove(videoId, signal) {
      await call({ method: "DELETE", path: pathOf(videoId), signal });
    },
    listOwn: (page, signal) => list("self", page, signal),
    listLiked: (page, signal) => list("self", page, signal, "like_video"),
    listOf: (userid, page, signal) => list(encodeURIComponent(userid), page, signal),
  };
}
