import { describe, expect, it } from "vitest";
import { createFrameTimes, type PacketIndex, type TimedPacket } from "./frame-times.ts";

interface Packet extends TimedPacket {
  readonly at: number;
  readonly key: boolean;
}

/** Packets in decoding order: groups of `group` frames, whose last two change places as B-frames do. */
function packetsOf(startsMs: readonly number[], group = 12): PacketIndex<Packet> {
  const order = startsMs.map((_, index) => index);
  for (let index = 1; index + 1 < order.length; index += 3) {
    if (
      Math.floor(index / group) === Math.floor((index + 1) / group) &&
      (index + 1) % group !== 0 &&
      index % group !== 0
    )
      [order[index], order[index + 1]] = [order[index + 1] ?? 0, order[index] ?? 0];
  }
  const packets = order.map((frame, at) => ({
    at,
    timestamp: (startsMs[frame] ?? 0) / 1000,
    duration: ((startsMs[frame + 1] ?? (startsMs[frame] ?? 0) + 40) - (startsMs[frame] ?? 0)) / 1000,
    key: frame % group === 0,
  }));
  return {
    first: async () => packets[0] ?? null,
    keyBefore: async (seconds) => packets.findLast(({ key, timestamp }) => key && timestamp <= seconds) ?? null,
    next: async ({ at }) => packets[at + 1] ?? null,
  };
}

/** Frame starts whose lengths vary between 16 and 200 ms. */
const variable: readonly number[] = (() => {
  const starts = [0];
  for (let index = 1; index < 400; index += 1) starts.push((starts[index - 1] ?? 0) + 16 + ((index * 37) % 185));
  return starts;
})();

describe("createFrameTimes", () => {
  it("steps through a variable frame rate, each frame once, and back", async () => {
    const times = createFrameTimes(packetsOf(variable), 0);
    let atMs = variable[0] ?? 0;
    for (let index = 1; index < variable.length; index += 1) {
      const span = await times.step(atMs, 1);
      expect(span?.startMs).toBeCloseTo(variable[index] ?? 0, 6);
      atMs = span?.startMs ?? 0;
    }
    for (let index = variable.length - 2; index >= 0; index -= 1) {
      // As a player reports it: rounded to microseconds.
      const span = await times.step(Math.round(atMs * 1000) / 1000, -1);
      expect(span?.startMs).toBeCloseTo(variable[index] ?? 0, 6);
      atMs = span?.startMs ?? 0;
    }
  });

  it("stays on the first and the last frame", async () => {
    const times = createFrameTimes(packetsOf([0, 40, 80]), 0);
    expect(await times.step(0, -1)).toEqual({ startMs: 0, endMs: 40 });
    expect((await times.step(80, 1))?.startMs).toBe(80);
    expect((await times.step(5000, 1))?.startMs).toBe(80);
  });

  it("counts from the film's own zero when its clock starts elsewhere", async () => {
    const times = createFrameTimes(packetsOf([5_000_000, 5_000_040, 5_000_080]), 5_000_000);
    expect((await times.step(0, 1))?.startMs).toBeCloseTo(40, 3);
  });

  it("steps from any moment within a frame", async () => {
    const times = createFrameTimes(packetsOf([0, 40, 1000, 1040]), 0);
    expect((await times.step(700, 1))?.startMs).toBe(1000);
    expect((await times.step(700, -1))?.startMs).toBe(0);
  });

  it("has no frames in an empty film", async () => {
    expect(await createFrameTimes(packetsOf([]), 0).step(0, 1)).toBeNull();
  });

  it("distinguishes a steady frame rate from a variable one", async () => {
    const steady = Array.from({ length: 200 }, (_, index) => Math.round((index * 1001) / 30));
    expect(await createFrameTimes(packetsOf(steady), 0).isSteady()).toBe(true);
    expect(await createFrameTimes(packetsOf(variable), 0).isSteady()).toBe(false);
  });
});
