import { describe, expect, it } from "vitest";
import { createSimClock } from "../foundation/sim-clock.ts";
import { createMemoryTrim } from "./memory-trim.ts";

const megabytes = 1024 * 1024;

function start() {
  const clock = createSimClock();
  const app = { isBusy: false, heap: 100 * megabytes, collected: [] as number[] };
  const trim = createMemoryTrim({
    isBusy: () => app.isBusy,
    after: clock.after,
    heapBytes: () => app.heap,
    collect() {
      app.collected.push(clock.trueMs());
      app.heap = 40 * megabytes;
    },
  });
  const run = async () => {
    while (await clock.step());
  };
  return { app, trim, clock, run };
}

describe("createMemoryTrim", () => {
  it("collects once nothing has been read for a while", async () => {
    const { app, trim, clock, run } = start();
    for (let slice = 0; slice < 10; slice += 1) {
      trim.afterReading();
      clock.after(1000, () => {});
      await clock.step();
    }
    expect(app.collected).toEqual([]);
    await run();
    expect(app.collected).toEqual([10_500]);
  });

  it("does so again only when the heap has grown", async () => {
    const { app, trim, run } = start();
    trim.afterReading();
    await run();
    app.heap = 60 * megabytes;
    trim.afterReading();
    await run();
    expect(app.collected).toHaveLength(1);
    app.heap = 70 * megabytes;
    trim.afterReading();
    await run();
    expect(app.collected).toHaveLength(2);
  });

  it("waits while a film is uploaded, and does nothing once stopped", async () => {
    const { app, trim, clock } = start();
    app.isBusy = true;
    trim.afterReading();
    for (let checks = 0; checks < 5; checks += 1) await clock.step();
    expect(app.collected).toEqual([]);
    app.isBusy = false;
    await clock.step();
    expect(app.collected).toEqual([1500 + 5 * 10_000]);
    app.heap = 200 * megabytes;
    trim.afterReading();
    trim.stop();
    expect(await clock.step()).toBe(false);
  });

  it("returns memory of this process", async () => {
    const { clock } = start();
    const trim = createMemoryTrim({ isBusy: () => false, after: clock.after });
    let garbage: object[] | null = Array.from({ length: 1_000_000 }, (_, n) => ({ n }));
    expect(garbage.length).toBe(1_000_000);
    const before = process.memoryUsage().heapTotal;
    garbage = null;
    trim.afterReading();
    await clock.step();
    await expect.poll(() => process.memoryUsage().heapTotal).toBeLessThan(before - 20 * megabytes);
  });
});
