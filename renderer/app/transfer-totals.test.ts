import { describe, expect, it } from "vitest";
import { seedUpload } from "../bridge/memory-seed.ts";
import { bytesInFlight, sumTransfers } from "./transfer-totals.ts";

const row = (sentBytes: number) => ({ id: "a", sentBytes, totalBytes: 1e6, bytesPerSecond: 1e5, secondsLeft: 1 });
const sending = seedUpload("a", "a.mp4", 1, 10, { phase: "sending", held: false });

describe("sumTransfers", () => {
  it("counts only the current batch", () => {
    const old = seedUpload("old", "old.mp4", 5, 1, { phase: "complete", videoId: "v" });
    const next = seedUpload("b", "b.mp4", 3, 11, { phase: "queued" });
    const arrived = seedUpload("c", "c.mp4", 2, 12, { phase: "processing", videoId: "w", keywords: [] });
    expect(sumTransfers([old, sending, next, arrived])).toMatchObject({
      done: 1,
      total: 3,
      sentBytes: 2e6,
      totalBytes: 6e6,
    });
  });

  it("returns zeros for an empty queue", () => {
    expect(sumTransfers([])).toMatchObject({ total: 0, toSend: 0 });
  });
});

describe("bytesInFlight", () => {
  it("excludes rows whose size is already counted in full", () => {
    const confirming = { ...sending, id: "b", state: { phase: "confirming" } as const };
    const uploads = new Map([sending, confirming].map((upload) => [upload.id, upload]));
    expect(bytesInFlight(uploads, { a: row(5e5), b: row(9e5), gone: row(1) })).toBe(5e5);
  });
});
