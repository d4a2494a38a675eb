import { describe, expect, it } from "vitest";
import { createSimClock } from "../../foundation/sim-clock.ts";
import { createSpeedLimit } from "./speed-limit.ts";

const mib = 1024 * 1024;

/** Uploads that send as fast as the limit allows, on simulated time. */
function setup(uploads: number, initialLimit: number | null) {
  const clock = createSimClock();
  let limit = initialLimit;
  const speed = createSpeedLimit({ limit: () => limit, monotonicNow: clock.trueMs, after: clock.after });
  const sent = Array.from({ length: uploads }, () => 0);
  const send = async (index: number) => {
    for (;;) {
      const bytes = speed.sliceBytes();
      await speed.take(bytes);
      sent[index] = (sent[index] ?? 0) + bytes;
      // The socket accepts a slice almost immediately.
      await clock.sleep(0.01);
    }
  };
  for (let index = 0; index < uploads; index += 1) void send(index);
  const advance = async (ms: number) => {
    // Lets pending calls of `take` happen first.
    await new Promise((resolve) => setImmediate(resolve));
    const before = sent.reduce((a, b) => a + b, 0);
    const endMs = clock.trueMs() + ms;
    clock.after(ms, () => {});
    while (clock.trueMs() < endMs) await clock.step();
    return sent.reduce((a, b) => a + b, 0) - before;
  };
  const setLimit = (next: number | null) => {
    limit = next;
    speed.changed();
  };
  return { sent, advance, setLimit };
}

describe("createSpeedLimit", () => {
  it.each([64 * 1024, mib, 20 * mib])("keeps %i bytes per second over 30 s within 3 %%", async (limit) => {
    const bytes = await setup(1, limit).advance(30_000);
    expect(bytes / (30 * limit)).toBeGreaterThan(0.97);
    expect(bytes / (30 * limit)).toBeLessThan(1.03);
  });

  it("shares the limit fairly between all uploads", async () => {
    const { sent, advance } = setup(4, mib);
    const bytes = await advance(30_000);
    expect(bytes / (30 * mib)).toBeCloseTo(1, 1);
    for (const each of sent) expect(each / (bytes / 4)).toBeCloseTo(1, 1);
  });

  it("applies a changed limit immediately, even during a wait", async () => {
    const { advance, setLimit } = setup(2, 8 * 1024);
    await advance(5000);
    setLimit(2 * mib);
    expect((await advance(30_000)) / (60 * mib)).toBeCloseTo(1, 1);
    setLimit(mib / 2);
    expect((await advance(30_000)) / (15 * mib)).toBeCloseTo(1, 1);
  });
});
