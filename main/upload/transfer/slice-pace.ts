/** Adapts how many bytes of a file are written to the socket at once. */
export interface SlicePace {
  sliceBytes(): number;
  /** A slice is being written to the socket. */
  sliceStarted(): void;
  /** The socket has accepted the slice. */
  sliceAccepted(): void;
}

const initialSliceBytes = 64 * 1024;
const minSliceBytes = 16 * 1024;
const maxSliceBytes = 1024 * 1024;
/** A slice accepted faster than this is followed by a larger one, ms. */
const fastMs = 50;
/** A slice accepted slower than this is followed by a smaller one, ms. */
const slowMs = 400;

/**
 * Sizes slices by how fast the socket accepts them: small on a slow connection, where each accepted slice shows that
 * the transfer makes progress, and large on a fast one, where every slice costs time.
 */
export function createSlicePace(monotonicNow: () => number): SlicePace {
  let size = initialSliceBytes;
  let startedAtMs = monotonicNow();
  return {
    sliceBytes: () => size,
    sliceStarted() {
      startedAtMs = monotonicNow();
    },
    sliceAccepted() {
      const tookMs = monotonicNow() - startedAtMs;
      if (tookMs < fastMs) size = Math.min(maxSliceBytes, size * 2);
      else if (tookMs > slowMs) size = Math.max(minSliceBytes, size / 2);
    },
  };
}
