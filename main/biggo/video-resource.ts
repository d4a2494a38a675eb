import { z } from "zod";
import type { Access } from "../../shared/model/video.ts";
import { BigGoError } from "./biggo-error.ts";
import type { Call } from "./call.ts";
import { type IterationOptions, iterateListing } from "./iterate-listing.ts";
import { pathSegment } from "./path-segment.ts";
import { parseBody, requireResult } from "./response.ts";
import type { VideoChanges } from "./video-changes.ts";
import { parseListing, type VideoListing } from "./video-listing.ts";
import { numberOfAccess } from "./wire/access.ts";
import { type ApiUser, apiUserSchema } from "./wire/api-user.ts";
import { type ApiVideo, apiVideoSchema } from "./wire/api-video.ts";
import { lenientCount } from "./wire/lenient.ts";
import { rowsOf } from "./wire/read-value.ts";

/** What BigGo returns of a single video. */
export interface VideoResponse {
  /** `video`: the video, with the ids of its products. */
  video: ApiVideo;
  /** `user`: its owner; null when BigGo leaves it out. */
  user: ApiUser | null;
  /** `size`: number of videos in the response, always 1. */
  size: number;
}

/** The details that replace those of a video. */
export type VideoDetails = VideoChanges & { title: string; description: string; access: Access };

/**
 * The calls under `video/` and `user/…/video/`. Every call rejects with BigGoError. After one of kind `not-biggo` a change
 * or deletion may have been made: read the video.
 */
export interface VideoResource {
  /** `GET video/{id}`: one video. Refused with `videoNotFound` or `videoDeleted` when it is gone. */
  get(videoId: string, signal?: AbortSignal): Promise<VideoResponse>;
  /** `PATCH video/{id}`: sets the given fields, at least one. */
  update(videoId: string, changes: VideoChanges, signal?: AbortSignal): Promise<void>;
  /** `POST video/{id}`: sets title, description and access together, and the other fields if they are given. */
  replace(videoId: string, details: VideoDetails, signal?: AbortSignal): Promise<void>;
  /** `DELETE video/{id}`: deletes a video for good. */
  remove(videoId: string, signal?: AbortSignal): Promise<void>;
  /** One page of the account's videos, 20 per page, newest first; pages count from 1. */
  listOwn(page: number, signal?: AbortSignal): Promise<VideoListing>;
  /** One page of the videos that the account likes. */
  listLiked(page: number, signal?: AbortSignal): Promise<VideoListing>;
  /** One page of a user's videos. Refused with `userNotFound`. */
  listOf(userid: string, page: number, signal?: AbortSignal): Promise<VideoListing>;
  /** Iterates over all the account's videos; see {@link iterateListing}. */
  all(options?: IterationOptions): AsyncGenerator<ApiVideo>;
  /** Iterates over all videos of a user. */
  allOf(userid: string, options?: IterationOptions): AsyncGenerator<ApiVideo>;
}

const videoBody = z.object({
  video: z
    .unknown()
    .transform(rowsOf)
    .pipe(z.array(z.unknown(), { error: "not a list" })),
  user: apiUserSchema,
  size: lenientCount,
});

/** Half a character in a text, which JSON can only escape, becomes U+FFFD. */
function wireChanges(changes: VideoChanges): Record<string, unknown> {
  return {
    ...(changes.title === undefined ? {} : { title: changes.title.toWellFormed() }),
    ...(changes.description === undefined ? {} : { description: changes.description.toWellFormed() }),
    ...(changes.access === undefined ? {} : { access: numberOfAccess[changes.access] }),
    ...(changes.products === undefined ? {} : { product_list: changes.products }),
    ...(changes.thumbnailTimeMs === undefined ? {} : { thumbnail_time: changes.thumbnailTimeMs }),
  };
}

async function getVideo(call: Call, videoId: string, signal: AbortSignal | undefined): Promise<VideoResponse> {
  const body = await call({ method: "GET", path: pathOf(videoId), signal });
  const { video: rows, user, size } = parseBody(videoBody, body, "video");
  const videos = rows.map((row) => apiVideoSchema.safeParse(row).data);
  const video = videos.find((candidate) => candidate?.videoId === videoId);
  // A video is gone when BigGo says so with its code, not when a response leaves it out.
  if (video === undefined) throw new BigGoError("not-biggo", "BigGo's response does not have the video");
  return { video, user, size };
}

const pathOf = (videoId: string) => `video/${pathSegment(videoId)}`;

/** Creates the calls for videos. */
export function createVideoResource(call: Call): VideoResource {
  const list = async (user: string, page: number, signal?: AbortSignal, tab?: "like_video") => {
    const query = { p: page, ...(tab === undefined ? {} : { tab }) };
    return parseListing(await call({ method: "GET", path: `user/${user}/video/`, query, signal }));
  };

  return {
    get: (videoId, signal) => getVideo(call, videoId, signal),
    async update(videoId, changes, signal) {
      requireResult(await call({ method: "PATCH", path: pathOf(videoId), json: wireChanges(changes), signal }), "edit");
    },
    async replace(videoId, details, signal) {
      requireResult(await call({ method: "POST", path: pathOf(videoId), json: wireChanges(details), signal }), "edit");
    },
    async remove(videoId, signal) {
      requireResult(await call({ method: "DELETE", path: pathOf(videoId), signal }), "deletion");
    },
    listOwn: (page, signal) => list("self", page, signal),
    listLiked: (page, signal) => list("self", page, signal, "like_video"),
    listOf: async (userid, page, signal) => list(pathSegment(userid), page, signal),
    all: (options) => iterateListing((page, signal) => list("self", page, signal), options),
    allOf(userid, options) {
      return iterateListing(async (page, signal) => list(pathSegment(userid), page, signal), options);
    },
  };
}
