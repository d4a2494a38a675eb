import { describe, expect, it } from "vitest";
import { createTagHealth } from "./tag-health.ts";

const dayMs = 86_400_000;

/** A health check on a simulated clock that jumps from one timer to the next. */
function setup(videos: Record<string, number>, reachable = () => true) {
  let nowMs = 10 * dayMs;
  let due: { atMs: number; run: () => void } | null = null;
  const checked: string[] = [];
  const health = createTagHealth({
    candidates: () => Object.entries(videos).map(([videoId, seenAtMs]) => ({ videoId, seenAtMs })),
    async check(videoId) {
      checked.push(videoId);
      if (!reachable()) throw new Error("unreachable");
      videos[videoId] = nowMs;
    },
    now: () => nowMs,
    after(ms, run) {
      due = { atMs: nowMs + ms, run };
      return () => {
        due = null;
      };
    },
  });
  const advanceTo = async (endMs: number) => {
    while (due !== null && due.atMs <= endMs) {
      const { atMs, run } = due;
      due = null;
      nowMs = atMs;
      run();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { health, checked, advanceTo, startMs: nowMs };
}

describe("createTagHealth", () => {
  it("checks videos whose last check lies on a clock that was set back", async () => {
    const { health, checked, advanceTo, startMs } = setup({ year: 375 * dayMs, hour: 10 * dayMs + 3_600_000 });
    health.start();
    await advanceTo(startMs + 60_000);
    expect(new Set(checked)).toEqual(new Set(["year", "hour"]));
    expect(checked).toHaveLength(2);
  });

  it("reads every video once a day, the least recently read first", async () => {
    const { health, checked, advanceTo, startMs } = setup({ new: 0, old: 8 * dayMs, fresh: 10 * dayMs });
    health.start();
    await advanceTo(startMs + 60_000);
    expect(checked).toEqual(["new", "old"]);
    await advanceTo(startMs + dayMs);
    expect(new Set(checked.slice(2))).toEqual(new Set(["new", "old", "fresh"]));
  });

  it("backs off while BigGo cannot be reached", async () => {
    let reachable = false;
    const { health, checked, advanceTo, startMs } = setup({ a: 0, b: 0 }, () => reachable);
    health.start();
    await advanceTo(startMs + 20 * 60_000);
    expect(checked.length).toBeLessThanOrEqual(3);
    reachable = true;
    const failedChecks = checked.length;
    await advanceTo(startMs + 40 * 60_000);
    expect(new Set(checked.slice(failedChecks))).toEqual(new Set(["a", "b"]));
  });

  it("skips a video that always fails", async () => {
    const videos = { bad: 0, good: 1 };
    const { health, checked, advanceTo, startMs } = setup(videos, () => checked.at(-1) !== "bad");
    health.start();
    await advanceTo(startMs + 60_000);
    expect(checked).toEqual(["bad", "good"]);
  });

  it("reads nothing after stop", async () => {
    const { health, checked, advanceTo, startMs } = setup({ a: 0 });
    health.start();
    health.stop();
    await advanceTo(startMs + dayMs);
    expect(checked).toEqual([]);
  });
});
