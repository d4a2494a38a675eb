import { expect, it } from "vitest";
import { keepAnswers } from "./kept-answers.ts";

it("asks once while an answer is good, and for two at the same time", async () => {
  let [now, asked] = [0, 0];
  const kept = keepAnswers<number>({ ms: 100, max: 2, now: () => now });
  const ask = async () => ++asked;
  expect(await Promise.all([kept.get("a", ask), kept.get("a", ask)])).toEqual([1, 1]);
  now = 99;
  expect(await kept.get("a", ask)).toBe(1);
  now = 101;
  expect(await kept.get("a", ask)).toBe(2);
});

it("keeps no failure, and not more than it may", async () => {
  const kept = keepAnswers<string>({ ms: 100, max: 2, now: () => 0 });
  await expect(kept.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await kept.get("a", async () => "yes")).toBe("yes");
  await kept.get("b", async () => "b");
  await kept.get("c", async () => "c");
  expect(await kept.get("a", async () => "asked again")).toBe("asked again");
});
