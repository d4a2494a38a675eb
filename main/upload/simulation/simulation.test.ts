import { expect, it } from "vitest";
import { runSeed } from "./run-seed.ts";

it("200 seeded worlds end with nothing lost and nothing sent twice", async () => {
  let [attempts, crashes] = [0, 0];
  for (let seed = 1; seed <= 200; seed += 1) {
    const outcome = await runSeed(seed);
    expect(outcome.violations, `seed ${seed}`).toEqual([]);
    attempts += outcome.attempts;
    crashes += outcome.crashes;
  }
  // The worlds are worth something only while they do crash and do send.
  expect(attempts).toBeGreaterThan(500);
  expect(crashes).toBeGreaterThan(50);
});

it("a seed replays identically", async () => {
  for (const seed of [3, 77, 2026]) expect(await runSeed(seed)).toEqual(await runSeed(seed));
});
