import type { FrameSpan } from "./film-messages.ts";

/** A frame's packet, in the order of decoding. Times are seconds. */
export interface TimedPacket {
  readonly timestamp: number;
  readonly duration: number;
}

/** Access to a video track's packets without their data. */
export interface PacketIndex<P extends TimedPacket> {
  /** The last key packet at or before a time; null before the first. */
  keyBefore(seconds: number): Promise<P | null>;
  first(): Promise<P | null>;
  /** The next packet in decoding order; null at the end. */
  next(packet: P): Promise<P | null>;
}

/** Frames are reordered by at most 16 in H.264 and HEVC; twice that is collected. */
const reorderDepth = 32;
/** Times of one frame that differ by less are the same, ms: containers round differently. */
const sameMs = 0.6;

/** Where a film's frames start and end, by its packets' own timestamps, so that a variable frame rate is followed. */
export interface FrameTimes {
  /**
   * The frame `by` frames after (negative: before) the one shown at `atMs`, clamped to the first and the last frame. Null
   * when the film has no frames.
   */
  step(atMs: number, by: number): Promise<FrameSpan | null>;
  /** Whether the first frames all last equally long, within what containers round to. */
  isSteady(): Promise<boolean>;
}

interface Window {
  /** Sorted frame starts, ms. */
  readonly starts: readonly number[];
  readonly endMs: number;
  readonly isFromStart: boolean;
  readonly isToEnd: boolean;
}

/** Creates it over a track's packets. `offsetMs` is the film's zero on the packets' clock. */
export function createFrameTimes<P extends TimedPacket>(packets: PacketIndex<P>, offsetMs: number): FrameTimes {
  let window: Window | null = null;

  /** Collects frames from the key packet before the one that precedes `atMs` until `after` frames follow it. */
  const collect = async (atMs: number, after: number): Promise<Window | null> => {
    const key = await packets.keyBefore((atMs + offsetMs + sameMs) / 1000);
    // A step back from a key frame leads into the group of frames before it.
    const before = key === null ? null : await packets.keyBefore(key.timestamp - 1e-6);
    let packet: P | null = before ?? key ?? (await packets.first());
    const isFromStart = before === null;
    const starts: number[] = [];
    let endMs = 0;
    let following = 0;
    for (; packet !== null && following < after + reorderDepth; packet = await packets.next(packet)) {
      const startMs = packet.timestamp * 1000 - offsetMs;
      starts.push(startMs);
      endMs = Math.max(endMs, startMs + packet.duration * 1000);
      if (startMs > atMs) following += 1;
    }
    if (starts.length === 0) return null;
    return { starts: starts.sort((a, b) => a - b), endMs, isFromStart, isToEnd: packet === null };
  };

  const indexIn = ({ starts }: Window, atMs: number) => starts.findLastIndex((startMs) => startMs <= atMs + sameMs);
  /** Whether the frame at that index and its neighbours are certain to be in the window. */
  const covers = (candidate: Window, index: number) =>
    (index >= 0 || candidate.isFromStart) &&
    (candidate.isToEnd || index < candidate.starts.length - reorderDepth / 2 - 1);

  return {
    async step(atMs, by) {
      const isUsable = window !== null && indexIn(window, atMs) >= 0 && covers(window, indexIn(window, atMs) + by);
      if (!isUsable) window = await collect(atMs, Math.max(1, by));
      if (window === null) return null;
      const { starts, endMs } = window;
      const index = Math.max(0, Math.min(starts.length - 1, Math.max(0, indexIn(window, atMs)) + by));
      const startMs = starts[index] ?? 0;
      return { startMs, endMs: Math.max(startMs + 1, starts[index + 1] ?? endMs) };
    },
    async isSteady() {
      const start = await collect(0, 90);
      if (start === null) return false;
      const known = start.isToEnd ? start.starts : start.starts.slice(0, -reorderDepth / 2);
      const lengths = known.slice(1).map((startMs, index) => startMs - (known[index] ?? 0));
      return lengths.length > 0 && Math.max(...lengths) - Math.min(...lengths) <= 2;
    },
  };
}
