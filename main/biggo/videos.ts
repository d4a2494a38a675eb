import { cutText } from "../../shared/graphemes.ts";
import type { VideoChanges } from "./video-changes.ts";
import type { VideoListing } from "./video-listing.ts";
import type { VideoDetails, VideoResource } from "./video-resource.ts";
import { toDetailedVideo, toVideo, type Video } from "./wire/video.ts";

/** One page of a listing. */
export interface VideoPage {
  videos: Video[];
  /** Rows that are not videos. */
  unreadable: number;
  /** Number of rows on all pages. */
  total: number;
  /** Whose listing it is; null when BigGo leaves it out. */
  owner: { name: string; atUserid: string } | null;
}

/** The calls for videos, with the model that the app caches. Every call rejects with BigGoError. */
export interface VideosApi {
  /** One video, with the ids of its products (see {@link toDetailedVideo}); refused with `videoNotFound` or `videoDeleted` when it is gone. */
  get(videoId: string, signal?: AbortSignal): Promise<Video>;
  /** `PATCH`: sets the given fields, at least one. */
  update(videoId: string, changes: VideoChanges, signal?: AbortSignal): Promise<void>;
  /** `POST`: sets title, description and access together. */
  replace(videoId: string, details: VideoDetails, signal?: AbortSignal): Promise<void>;
  remove(videoId: string, signal?: AbortSignal): Promise<void>;
  /** The account's videos, 20 per page, newest first; pages count from 1. */
  listOwn(page: number, signal?: AbortSignal): Promise<VideoPage>;
  /** Videos that the account likes. */
  listLiked(page: number, signal?: AbortSignal): Promise<VideoPage>;
  listOf(userid: string, page: number, signal?: AbortSignal): Promise<VideoPage>;
}

const maxNameLength = 200;

function toPage({ videos, unreadable, size: total, user }: VideoListing): VideoPage {
  const name = cutText(user?.name ?? "", maxNameLength);
  const atUserid = cutText(user?.atUserid ?? "", maxNameLength);
  return { videos: videos.map(toVideo), unreadable, total, owner: user === null ? null : { name, atUserid } };
}

/** Creates the app's view of the calls for videos. */
export function createVideosApi(videos: VideoResource): VideosApi {
  const { update, replace, remove } = videos;
  return {
    get: async (videoId, signal) => toDetailedVideo((await videos.get(videoId, signal)).video),
    update,
    replace,
    remove,
    listOwn: async (page, signal) => toPage(await videos.listOwn(page, signal)),
    listLiked: async (page, signal) => toPage(await videos.listLiked(page, signal)),
    listOf: async (userid, page, signal) => toPage(await videos.listOf(userid, page, signal)),
  };
}
