import type { Video } from "../biggo/wire/video.ts";

/** How long after its upload a video that BigGo does not process may still become complete, ms. */
const settlingMs = 24 * 3600_000;

const ageOf = ({ createdAtMs }: Video, nowMs: number) => Math.abs(nowMs - createdAtMs);

/**
 * Whether a video is asked about until it is complete: also for a day after BigGo reported an error, since it may process
 * the video again. `nowMs` is epoch ms.
 */
export function awaitsCompletion(video: Video, nowMs: number): boolean {
  return !video.complete && (!video.broken || ageOf(video, nowMs) < settlingMs);
}

/**
 * The video, broken also when BigGo has neither queued, processed nor completed it for a day: numbers of its statuses are
 * undocumented, and none but "complete" is known to be final.
 */
export function withVerdict(video: Video, nowMs: number): Video {
  const isIdle = !video.complete && !video.processing && !video.statusKeywords.some((word) => /queue/i.test(word));
  return isIdle && video.createdAtMs > 0 && ageOf(video, nowMs) >= settlingMs ? { ...video, broken: true } : video;
}
