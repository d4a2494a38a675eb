/** How many bytes of a file are handed to the socket at once. */
export interface SlicePace {
  sliceBytes(): number;
  /** A slice is handed over now. */
  begun(): void;
  /** The socket has taken it. */
  taken(): void;
}

const firstSlice = 64 * 1024;
const smallestSlice = 16 * 1024;
const largestSlice = 1024 * 1024;
/** A slice that is taken sooner is followed by a larger one; one that takes longer, by a smaller one, ms. */
const soonMs = 50;
const longMs = 400;

/**
 * Slices by the pace at which the socket takes them: small on a slow line, where whether a transfer moves is told by the
 * slices that were taken, and large on a fast one, where each costs time.
 */
export function createSlicePace(monotonicNow: () => number): SlicePace {
  let size = firstSlice;
  let begunAtMs = monotonicNow();
  return {
    sliceBytes: () => size,
    begun() {
      begunAtMs = monotonicNow();
    },
    taken() {
      const tookMs = monotonicNow() - begunAtMs;
      if (tookMs < soonMs) size = Math.min(largestSlice, size * 2);
      else if (tookMs > longMs) size = Math.max(smallestSlice, size / 2);
    },
  };
}
