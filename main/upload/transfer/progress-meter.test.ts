import { expect, it } from "vitest";
import type { ProgressBatch } from "../../../shared/model/upload.ts";
import { createProgressMeter } from "./progress-meter.ts";

function metered(queue = { bytes: 0, cause: "" }) {
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
  const pass = (ms: number) => {
    nowMs += ms;
    tick?.();
  };
  return { meter, batches, pass, queue, isTicking: () => tick !== null };
}

it("tells all rows in one batch per tick, however often bytes go", () => {
  const { meter, batches, pass } = metered();
  const gauge = meter.begin("a", 1000);
  meter.begin("b", 1000);
  for (let sent = 1; sent <= 500; sent += 1) gauge.sent(sent);
  pass(200);
  expect(batches).toHaveLength(1);
  expect(batches[0]?.rows.map((row) => [row.id, row.sentBytes])).toEqual([
    ["a", 500],
    ["b", 0],
  ]);
});

it("holds at 99 % until BigGo has confirmed", () => {
  const { meter } = metered();
  meter.begin("a", 1000).sent(1000);
  expect(meter.snapshot().rows[0]?.sentBytes).toBe(990);
});

it("smooths the speed and tells the time left, of each row and of the queue", () => {
  const { meter, pass } = metered({ bytes: 200_000, cause: "2" });
  const gauge = meter.begin("a", 100_000);
  for (let second = 1; second <= 10; second += 1) {
    gauge.sent(second * 5000);
    pass(1000);
  }
  expect(meter.snapshot()).toMatchObject({
    rows: [{ bytesPerSecond: 5000, secondsLeft: 10 }],
    total: { bytesPerSecond: 5000, secondsLeft: 30 },
  });
  gauge.sent(50_000);
  pass(200);
  const slowed = meter.snapshot().rows[0]?.bytesPerSecond ?? 0;
  expect(slowed).toBeGreaterThan(4000);
  expect(slowed).toBeLessThan(5000);
});

it("keeps the queue's time when one of two is through: the other has the whole line", () => {
  const { meter, pass, queue } = metered({ bytes: 150_000, cause: "2" });
  const first = meter.begin("a", 50_000);
  const second = meter.begin("b", 100_000);
  for (let tick = 1; tick <= 50; tick += 1) {
    first.sent(tick * 1000);
    second.sent(tick * 1000);
    pass(200);
  }
  const before = meter.snapshot().total.secondsLeft ?? 0;
  expect(before).toBeCloseTo(5, 0);
  // While BigGo's answer is awaited, nothing goes: that is no slowness.
  second.hold(true);
  pass(10_000);
  second.hold(false);
  pass(200);
  first.end();
  queue.bytes = 100_000;
  second.sent(52_000);
  pass(200);
  expect(meter.snapshot().total.secondsLeft ?? 0).toBeCloseTo(4.8, 0);
  expect(meter.snapshot().total.bytesPerSecond).toBeCloseTo(10_000, -2);
});

it("does not count the time of a pause, and tells no speed while it lasts", () => {
  const { meter, pass } = metered({ bytes: 100_000, cause: "1" });
  const gauge = meter.begin("a", 100_000);
  for (let second = 1; second <= 5; second += 1) {
    gauge.sent(second * 5000);
    pass(1000);
  }
  gauge.hold(true);
  pass(20_000);
  expect(meter.snapshot()).toMatchObject({
    rows: [{ bytesPerSecond: 0, secondsLeft: null }],
    total: { bytesPerSecond: 0, secondsLeft: null },
  });
  gauge.hold(false);
  pass(200);
  gauge.sent(30_000);
  pass(1000);
  expect(meter.snapshot().rows[0]).toMatchObject({ bytesPerSecond: 5000, secondsLeft: 14 });
});

it("rests when nothing is sent", () => {
  const { meter, batches, isTicking } = metered();
  const gauge = meter.begin("a", 10);
  expect(isTicking()).toBe(true);
  gauge.end();
  expect(isTicking()).toBe(false);
  expect(batches.at(-1)?.rows).toEqual([]);
});

it("is not disturbed by the late end of an earlier attempt", () => {
  const { meter } = metered();
  const first = meter.begin("a", 1000);
  const second = meter.begin("a", 1000);
  second.sent(300);
  first.sent(900);
  first.end();
  expect(meter.snapshot().rows).toMatchObject([{ id: "a", sentBytes: 300 }]);
});

it("never goes back, nor counts what was taken before as lost, when a body is begun again", () => {
  const { meter, pass, queue } = metered();
  queue.bytes = 1_000_000;
  const gauge = meter.begin("a", 1_000_000);
  for (let step = 1; step <= 20; step += 1) {
    gauge.sent(step * 20_000);
    pass(200);
  }
  gauge.sent(1000);
  pass(200);
  const { rows, total } = meter.snapshot();
  expect(rows[0]?.sentBytes).toBe(400_000);
  expect(total.bytesPerSecond).toBeGreaterThanOrEqual(0);
  expect(rows[0]?.bytesPerSecond).toBeGreaterThanOrEqual(0);
});

it("counts the last bytes of files that end between two ticks", () => {
  const { meter, pass } = metered();
  let gauge = meter.begin("0", 100_000);
  for (let file = 1; file <= 50; file += 1) {
    gauge.sent(50_000);
    pass(200);
    gauge.sent(100_000);
    const next = meter.begin(String(file), 100_000);
    gauge.end();
    gauge = next;
  }
  expect(meter.snapshot().total.bytesPerSecond).toBeGreaterThan(450_000);
});
