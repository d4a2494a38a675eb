import type { FrameSpan } from "./film-messages.ts";

/** Assumed when a video's frame rate is unknown, fps. */
const defaultFrameRate = 30;

/** The index of the frame shown at a time, at a constant frame rate. */
export function frameAt(atMs: number, framesPerSecond: number | null): number {
  // A time truncated to whole milliseconds may lie just before its frame.
  return Math.floor(((atMs + 1) / 1000) * (framesPerSecond ?? defaultFrameRate) + 1e-6);
}

/** The middle of a frame, ms. Seeking there shows that frame, however its start is rounded. */
export function middleOf(frame: number, framesPerSecond: number | null): number {
  return ((frame + 0.5) / (framesPerSecond ?? defaultFrameRate)) * 1000;
}

/** How far into a frame its seek point lies at most, ms: less than any frame lasts, more than containers round. */
const maxSeekOffsetMs = 4;

/**
 * A time that shows a frame wherever its start was rounded, ms. Early in the frame, because a player takes a frame's
 * length from the order of decoding: where lengths vary, it may skip a frame before its end.
 */
export function seekPointOf({ startMs, endMs }: FrameSpan): number {
  return startMs + Math.min(maxSeekOffsetMs, (endMs - startMs) / 2);
}
