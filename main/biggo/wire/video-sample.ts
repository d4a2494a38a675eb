import type { Video } from "./video.ts";

/** A complete video for tests and simulations, with `changes` applied. */
export function sampleVideo(videoId: string, changes: Partial<Video> = {}): Video {
  return {
    videoId,
    userid: "me",
    description: "",
    access: "public",
    url: "",
    createdAtMs: 2_000_000,
    processing: false,
    complete: true,
    broken: false,
    statusKeywords: [],
    lengthSeconds: 12,
    aspectRatio: null,
    thumbnailUrls: [],
    edited: false,
    coverUrl: null,
    mp4Url: null,
    productCount: 0,
    products: [],
    viewCount: 0,
    likeCount: 0,
    commentCount: 0,
    ...changes,
  };
}
