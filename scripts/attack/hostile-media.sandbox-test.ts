import { expect, it } from "vitest";
import { runHostileMedia } from "./hostile-media.ts";

/** The small form of what `npm run attack` does with a thousand. */
const count = 15;

it("pictures and films: 15 mutated containers and pictures cost main nothing", { timeout: 300_000 }, async () => {
  const { figures, violations } = await runHostileMedia({ seed: 13, count });
  expect(violations).toEqual([]);
  expect(figures).toMatchObject({ containers: count, pictures: count, "crashes of main": 0 });
});
