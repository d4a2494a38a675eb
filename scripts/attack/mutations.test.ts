import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../sandbox/seeded-random.ts";
import { mutate, mutationNames } from "./mutations.ts";

const film = readFileSync(join(import.meta.dirname, "../../assets/sample.mp4"));
const others = [Buffer.alloc(5000, "other"), film.subarray(0, 3000)];

describe("mutate", () => {
  it("makes the same bytes of the same seed, others of another one, and leaves the original as it is", () => {
    const before = Buffer.from(film);
    const made = (seed: number) => mutate(film, createRandom(seed), others);
    expect(made(1).equals(made(1))).toBe(true);
    expect(made(1).equals(made(2))).toBe(false);
    expect(film.equals(before)).toBe(true);
  });

  it("changes nearly every file, and some in length", () => {
    const random = createRandom(7);
    const made = Array.from({ length: 300 }, () => mutate(film, random, others));
    expect(made.filter((bytes) => !bytes.equals(film)).length).toBeGreaterThan(270);
    expect(made.filter(({ length }) => length < film.length).length).toBeGreaterThan(30);
    expect(made.filter(({ length }) => length > film.length).length).toBeGreaterThan(10);
    expect(mutationNames).toHaveLength(8);
  });

  it.each([0, 1, 3])("never throws: %i bytes", (length) => {
    const random = createRandom(3);
    for (let times = 0; times < 500; times += 1) mutate(Buffer.alloc(length), random, [Buffer.alloc(0)]);
  });
});
