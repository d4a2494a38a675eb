import { describe, expect, it } from "vitest";
import { isSameDriveTime } from "./drive-time.ts";

const hour = 3_600_000_000_000n;
/** 25.622642464 s past the minute. */
const precise = 1_800_000_025_622_642_464n;
const even = 1_800_000_024_000_000_000n;
const same = (before: bigint, now: bigint) => isSameDriveTime(String(before), String(now));

describe("isSameDriveTime", () => {
  it("accepts the same time, and one that FAT or exFAT has rounded", () => {
    expect(same(precise, precise)).toBe(true);
    expect(same(precise, even)).toBe(true);
    expect(same(precise, precise - 2_642_464n)).toBe(true);
  });

  it("accepts shifts of local time: daylight saving, other zones, a quarter of an hour", () => {
    for (const shift of [hour, -hour, 8n * hour, -26n * hour, (23n * hour) / 4n]) {
      expect(same(even, even + shift)).toBe(true);
      expect(same(precise, even + shift)).toBe(true);
    }
  });

  it("rejects any other time, and any change on a drive with precise times", () => {
    expect(same(even, even + 10_000_000_000n)).toBe(false);
    expect(same(even, even + hour / 2n + 60_000_000_000n)).toBe(false);
    expect(same(even, even + 27n * hour)).toBe(false);
    expect(same(even, precise)).toBe(false);
    expect(same(precise, precise + hour)).toBe(false);
    expect(isSameDriveTime("strange", "1")).toBe(false);
  });
});
