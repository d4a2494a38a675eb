import { describe, expect, it } from "vitest";
import { runSeed } from "./run-seed.ts";

describe("runSeed", () => {
  it("loses nothing and sends nothing twice in 300 seeded simulations", async () => {
    let [attempts, crashes] = [0, 0];
    for (let seed = 1; seed <= 300; seed += 1) {
      const outcome = await runSeed(seed);
      expect(outcome.violations, `seed ${seed}`).toEqual([]);
      attempts += outcome.attempts;
      crashes += outcome.crashes;
    }
    // The simulations only prove something if they crash and send often enough.
    expect(attempts).toBeGreaterThan(500);
    expect(crashes).toBeGreaterThan(50);
  }, 180_000);

  it("replays a seed identically", async () => {
    for (const seed of [3, 77, 2026]) expect(await runSeed(seed)).toEqual(await runSeed(seed));
  });
});
