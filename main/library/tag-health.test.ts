import { expect, it } from "vitest";
import { createTagHealth } from "./tag-health.ts";

const dayMs = 86_400_000;

/** A health check in a world of its own, whose time passes from one timer to the next. */
function world(videos: Record<string, number>, reachable = () => true) {
  let nowMs = 10 * dayMs;
  let due: { atMs: number; run: () => void } | null = null;
  const asked: string[] = [];
  const health = createTagHealth({
    candidates: () => Object.entries(videos).map(([videoId, seenAtMs]) => ({ videoId, seenAtMs })),
    async check(videoId) {
      asked.push(videoId);
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
  const passUntil = async (endMs: number) => {
    while (due !== null && due.atMs <= endMs) {
      const { atMs, run } = due;
      due = null;
      nowMs = atMs;
      run();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { health, asked, passUntil, start: nowMs };
}

it("asks for every video within a day, the longest unseen first, and again the next day", async () => {
  const { health, asked, passUntil, start } = world({ new: 0, old: 8 * dayMs, fresh: 10 * dayMs });
  health.begin();
  await passUntil(start + 60_000);
  expect(asked).toEqual(["new", "old"]);
  await passUntil(start + dayMs);
  expect(new Set(asked.slice(2))).toEqual(new Set(["new", "old", "fresh"]));
});

it("waits while BigGo cannot be asked, and never asks many at once", async () => {
  let reachable = false;
  const { health, asked, passUntil, start } = world({ a: 0, b: 0 }, () => reachable);
  health.begin();
  await passUntil(start + 20 * 60_000);
  expect(asked.length).toBeLessThanOrEqual(3);
  reachable = true;
  const inVain = asked.length;
  await passUntil(start + 40 * 60_000);
  expect(new Set(asked.slice(inVain))).toEqual(new Set(["a", "b"]));
});

it("passes over a video that can never be asked for", async () => {
  const videos = { bad: 0, good: 1 };
  const { health, asked, passUntil, start } = world(videos, () => asked.at(-1) !== "bad");
  health.begin();
  await passUntil(start + 60_000);
  expect(asked).toEqual(["bad", "good"]);
});

it("ends with the library", async () => {
  const { health, asked, passUntil, start } = world({ a: 0 });
  health.begin();
  health.stop();
  await passUntil(start + dayMs);
  expect(asked).toEqual([]);
});
