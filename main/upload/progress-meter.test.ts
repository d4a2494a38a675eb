import { expect, it } from "vitest";
import type { ProgressRow } from "../../shared/model/upload.ts";
import { createProgressMeter } from "./progress-meter.ts";

function metered() {
  let nowMs = 0;
  let tick: (() => void) | null = null;
  const batches: ProgressRow[][] = [];
  const every = (_ms: number, run: () => void) => {
    tick = run;
    return () => {
      tick = null;
    };
  };
  const meter = createProgressMeter({ monotonicNow: () => nowMs, every, onBatch: (rows) => batches.push(rows) });
  const pass = (ms: number) => {
    nowMs += ms;
    tick?.();
  };
  return { meter, batches, pass, isTicking: () => tick !== null };
}

it("tells all rows in one batch per tick, however often bytes go", () => {
  const { meter, batches, pass } = metered();
  const gauge = meter.begin("a", 1000);
  meter.begin("b", 1000);
  for (let sent = 1; sent <= 500; sent += 1) gauge.sent(sent);
  pass(200);
  expect(batches).toHaveLength(1);
  expect(batches[0]?.map((row) => [row.id, row.sentBytes])).toEqual([
    ["a", 500],
    ["b", 0],
  ]);
});

it("holds at 99 % until BigGo has confirmed", () => {
  const { meter } = metered();
  meter.begin("a", 1000).sent(1000);
  expect(meter.snapshot()[0]?.sentBytes).toBe(990);
});

it("smooths the speed and tells the time left", () => {
  const { meter, pass } = metered();
  const gauge = meter.begin("a", 100_000);
  for (let second = 1; second <= 10; second += 1) {
    gauge.sent(second * 5000);
    pass(1000);
  }
  expect(meter.snapshot()[0]).toMatchObject({ bytesPerSecond: 5000, secondsLeft: 10 });
  gauge.sent(50_000);
  pass(200);
  const slowed = meter.snapshot()[0]?.bytesPerSecond ?? 0;
  expect(slowed).toBeGreaterThan(4000);
  expect(slowed).toBeLessThan(5000);
});

it("rests when nothing is sent", () => {
  const { meter, batches, isTicking } = metered();
  const gauge = meter.begin("a", 10);
  expect(isTicking()).toBe(true);
  gauge.end();
  expect(isTicking()).toBe(false);
  expect(batches.at(-1)).toEqual([]);
});

it("is not disturbed by the late end of an earlier attempt", () => {
  const { meter } = metered();
  const first = meter.begin("a", 1000);
  const second = meter.begin("a", 1000);
  second.sent(300);
  first.sent(900);
  first.end();
  expect(meter.snapshot()).toMatchObject([{ id: "a", sentBytes: 300 }]);
});
