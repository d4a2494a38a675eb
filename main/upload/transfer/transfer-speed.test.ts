import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSteadyEstimate, createTransferSpeed } from "./transfer-speed.ts";

describe("createTransferSpeed", () => {
  it("reports a speed after the warm-up and excludes bytes that only filled the socket's buffer", () => {
    const speed = createTransferSpeed();
    speed.measure(0, 0);
    speed.measure(8_000_000, 200);
    expect(speed.perSecond()).toBe(0);
    for (let ms = 400; ms <= 1200; ms += 200) speed.measure(200_000, ms);
    expect(speed.perSecond()).toBeCloseTo(1_000_000);
  });

  it("follows a change smoothly within seconds", () => {
    const speed = createTransferSpeed();
    for (let ms = 0; ms <= 5000; ms += 200) speed.measure(200_000, ms);
    speed.measure(0, 5200);
    expect(speed.perSecond()).toBeGreaterThan(900_000);
    for (let ms = 5400; ms <= 20_000; ms += 200) speed.measure(400_000, ms);
    expect(speed.perSecond()).toBeGreaterThan(1_950_000);
  });

  it("only counts active time: an hour's pause changes nothing", () => {
    const speed = createTransferSpeed();
    for (let ms = 0; ms <= 5000; ms += 200) speed.measure(200_000, ms);
    speed.suspend();
    for (let ms = 3_605_000; ms <= 3_606_000; ms += 200) speed.measure(200_000, ms);
    expect(speed.perSecond()).toBeCloseTo(1_000_000, -2);
  });
});

describe("createSteadyEstimate", () => {
  it("never changes by more than half while the cause is the same", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: 2 }), (measured) => {
        const steady = createSteadyEstimate();
        let last: number | null = null;
        for (const seconds of measured) {
          const estimate = steady(seconds, "same") ?? 0;
          if (last !== null && last >= 1) expect(Math.abs(estimate - last)).toBeLessThanOrEqual(last / 2 + 1e-9);
          last = estimate;
        }
      }),
      { seed: 3 },
    );
  });

  it("recovers from zero", () => {
    const steady = createSteadyEstimate();
    steady(0, "2 files");
    expect(steady(100, "2 files")).toBe(100);
  });

  it("follows a new cause immediately, and converges otherwise", () => {
    const steady = createSteadyEstimate();
    steady(10, "1 file");
    expect(steady(100, "5 files")).toBe(100);
    let estimate = 100;
    for (let tick = 0; tick < 8; tick += 1) estimate = steady(10, "5 files") ?? 0;
    expect(estimate).toBe(10);
    expect(steady(null, "5 files")).toBeNull();
  });
});
