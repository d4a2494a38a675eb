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
