import { describe, expect, it } from "vitest";
import type { ProgressBatch } from "../../../shared/model/upload.ts";
import { createProgressMeter } from "./progress-meter.ts";

function setup(queue = { bytes: 0, cause: "" }) {
  let nowMs = 0;
  let tick: (() => void) | null = null;
  const batches: ProgressBatch[] = [];
  const every = (_ms: number, run: () => void) => {
    tick = run;
    return () => {
      tick = null;
    };
  };
  const meter = createProgressMeter({
    monotonicNow: () => nowMs,
    every,
    toSend: () => queue,
    onBatch: (batch) => batches.push(batch),
  });
  const advance = (ms: number) => {
    nowMs += ms;
    tick?.();
  };
  return { meter, batches, advance, queue, isTicking: () => tick !== null };
}

describe("createProgressMeter", () => {
  it("reports all rows in one batch per tick, however often bytes are sent", () => {
    const { meter, batches, advance } = setup();
    const gauge = meter.begin("a", 1000);
    meter.begin("b", 1000);
    for (let sent = 1; sent <= 500; sent += 1) gauge.sent(sent);
    advance(200);
    expect(batches).toHaveLength(1);
    expect(batches[0]?.rows.map((row) => [row.id, row.sentBytes])).toEqual([
      ["a", 500],
      ["b", 0],
    ]);
  });

  it("holds at 99 % until BigGo has confirmed", () => {
    const { meter } = setup();
    meter.begin("a", 1000).sent(1000);
    expect(meter.snapshot().rows[0]?.sentBytes).toBe(990);
  });

  it("smooths the speed and estimates the time left of each row and the queue", () => {
    const { meter, advance } = setup({ bytes: 200_000, cause: "2" });
    const gauge = meter.begin("a", 100_000);
    for (let second = 1; second <= 10; second += 1) {
      gauge.sent(second * 5000);
      advance(1000);
    }
    expect(meter.snapshot()).toMatchObject({
      rows: [{ bytesPerSecond: 5000, secondsLeft: 10 }],
      total: { bytesPerSecond: 5000, secondsLeft: 30 },
    });
    gauge.sent(50_000);
    advance(200);
    const slowed = meter.snapshot().rows[0]?.bytesPerSecond ?? 0;
    expect(slowed).toBeGreaterThan(4000);
    expect(slowed).toBeLessThan(5000);
  });

  it("keeps the queue's time left when one of two uploads finishes and the other gets its bandwidth", () => {
    const { meter, advance, queue } = setup({ bytes: 150_000, cause: "2" });
    const first = meter.begin("a", 50_000);
    const second = meter.begin("b", 100_000);
    for (let tick = 1; tick <= 50; tick += 1) {
      first.sent(tick * 1000);
      second.sent(tick * 1000);
      advance(200);
    }
    const before = meter.snapshot().total.secondsLeft ?? 0;
    expect(before).toBeCloseTo(5, 0);
    // No bytes are sent while BigGo's response is pending. That must not count as a low speed.
    second.hold(true);
    advance(10_000);
    second.hold(false);
    advance(200);
    first.end();
    queue.bytes = 100_000;
    second.sent(52_000);
    advance(200);
    expect(meter.snapshot().total.secondsLeft ?? 0).toBeCloseTo(4.8, 0);
    expect(meter.snapshot().total.bytesPerSecond).toBeCloseTo(10_000, -2);
  });

  it("does not count paused time and reports no speed during a pause", () => {
    const { meter, advance } = setup({ bytes: 100_000, cause: "1" });
    const gauge = meter.begin("a", 100_000);
    for (let second = 1; second <= 5; second += 1) {
      gauge.sent(second * 5000);
      advance(1000);
    }
    gauge.hold(true);
    advance(20_000);
    expect(meter.snapshot()).toMatchObject({
      rows: [{ bytesPerSecond: 0, secondsLeft: null }],
      total: { bytesPerSecond: 0, secondsLeft: null },
    });
    gauge.hold(false);
    advance(200);
    gauge.sent(30_000);
    advance(1000);
    expect(meter.snapshot().rows[0]).toMatchObject({ bytesPerSecond: 5000, secondsLeft: 14 });
  });

  it("stops ticking when nothing is being sent", () => {
    const { meter, batches, isTicking } = setup();
    const gauge = meter.begin("a", 10);
    expect(isTicking()).toBe(true);
    gauge.end();
    expect(isTicking()).toBe(false);
    expect(batches.at(-1)?.rows).toEqual([]);
  });

  it("ignores the late end of an earlier attempt", () => {
    const { meter } = setup();
    const first = meter.begin("a", 1000);
    const second = meter.begin("a", 1000);
    second.sent(300);
    first.sent(900);
    first.end();
    expect(meter.snapshot().rows).toMatchObject([{ id: "a", sentBytes: 300 }]);
  });

  it("never moves back or reports a negative speed when a body is restarted", () => {
    const { meter, advance, queue } = setup();
    queue.bytes = 1_000_000;
    const gauge = meter.begin("a", 1_000_000);
    for (let step = 1; step <= 20; step += 1) {
      gauge.sent(step * 20_000);
      advance(200);
    }
    gauge.sent(1000);
    advance(200);
    const { rows, total } = meter.snapshot();
    expect(rows[0]?.sentBytes).toBe(400_000);
    expect(total.bytesPerSecond).toBeGreaterThanOrEqual(0);
    expect(rows[0]?.bytesPerSecond).toBeGreaterThanOrEqual(0);
  });

  it("counts the last bytes of files that finish between two ticks", () => {
    const { meter, advance } = setup();
    let gauge = meter.begin("0", 100_000);
    for (let file = 1; file <= 50; file += 1) {
      gauge.sent(50_000);
      advance(200);
      gauge.sent(100_000);
      const next = meter.begin(String(file), 100_000);
      gauge.end();
      gauge = next;
    }
    expect(meter.snapshot().total.bytesPerSecond).toBeGreaterThan(450_000);
  });
});
