import { describe, expect, it } from "vitest";
import { createLimiter } from "./limiter.ts";

describe("createLimiter", () => {
  it("never exceeds its limit, runs all work, and continues after a failure", async () => {
    const limit = createLimiter(3);
    let [active, max, done] = [0, 0, 0];
    const work = (index: number) =>
      limit(async () => {
        active += 1;
        max = Math.max(max, active);
        await new Promise((resolve) => setImmediate(resolve));
        active -= 1;
        done += 1;
        if (index === 4) throw new Error("this one fails");
      });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => work(index)));
    expect({ max, done }).toEqual({ max: 3, done: 20 });
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
  });
});
