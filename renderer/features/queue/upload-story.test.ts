import { describe, expect, it } from "vitest";
import { seedQueue, seedUpload } from "../../bridge/memory-seed.ts";
import { createMarkWatch } from "./progress-marks.ts";
import { sumTransfers } from "./transfer-totals.ts";
import { firstHold, groupUploads, tellUpload, uploadPercent } from "./upload-story.ts";

const error = { code: "timeout", message: "", retryable: true, details: {} } as const;
const row = (sentBytes: number) => ({ id: "a", sentBytes, totalBytes: 1e6, bytesPerSecond: 1e5, secondsLeft: 1 });
const sending = seedUpload("a", "a.mp4", 1, 10, { phase: "sending" });

describe("an upload's story", () => {
  it("holds the bar at 99 until BigGo has confirmed", () => {
    expect(uploadPercent(sending, row(1e6))).toBe(99);
    expect(uploadPercent({ ...sending, state: { phase: "confirming" } }, undefined)).toBe(99);
    expect(uploadPercent({ ...sending, state: { phase: "processing", videoId: "v", keywords: [] } }, undefined)).toBe(
      100,
    );
  });

  it("offers one thing to do about a failure", () => {
    const told = (state: typeof sending.state) => tellUpload({ ...sending, state });
    expect(told({ phase: "failed", error, videoId: null }).action).toBe("retry");
    expect(told({ phase: "needsFile", reason: "changed" }).action).toBe("useNewFile");
    expect(told({ phase: "uncertain", candidates: [] }).group).toBe("active");
    expect(told({ phase: "uncertain", candidates: ["a", "b"] }).action).toBe("choose");
  });

  it("keeps a video whose details were refused, and says so", () => {
    const upload = {
      ...sending,
      state: { phase: "complete", videoId: "v" },
      save: { state: "failed", error },
    } as const;
    expect(tellUpload(upload)).toMatchObject({ group: "needsYou", label: "detailsNotSaved", action: "saveDetails" });
  });

  it("stands in one group", () => {
    const groups = groupUploads(seedQueue(0));
    expect(groups.map(({ group }) => group)).toEqual(["needsYou", "active", "waiting", "done"]);
    expect(groups.flatMap(({ uploads }) => uploads)).toHaveLength(seedQueue(0).length);
  });

  it("names the hold that matters most", () => {
    const free = { offline: false, signedOut: false, rateLimitedUntilMs: null, diskFull: false, paused: false };
    expect(firstHold(free)).toBeNull();
    expect(firstHold({ ...free, paused: true, offline: true })).toBe("offline");
    expect(firstHold({ ...free, paused: true }, true)).toBe("unreachable");
    expect(firstHold({ ...free, signedOut: true }, true)).toBe("signedOut");
  });
});

describe("the totals", () => {
  it("count the batch only", () => {
    const old = seedUpload("old", "old.mp4", 5, 1, { phase: "complete", videoId: "v" });
    const next = seedUpload("b", "b.mp4", 3, 11, { phase: "queued" });
    const arrived = seedUpload("c", "c.mp4", 2, 12, { phase: "processing", videoId: "w", keywords: [] });
    expect(sumTransfers([old, sending, next, arrived], { a: row(5e5) })).toMatchObject({
      done: 1,
      total: 3,
      sentBytes: 2.5e6,
      totalBytes: 6e6,
      secondsLeft: 35,
    });
  });

  it("are nothing for nothing", () => {
    expect(sumTransfers([], {})).toMatchObject({ total: 0, secondsLeft: null });
  });
});

it("says every mark once, and nothing about what stood before", () => {
  const watch = createMarkWatch();
  const look = (sent: number) => watch(new Map([["a", sending]]), { a: row(sent) }).map(({ mark }) => mark);
  expect(look(1e5)).toEqual([]);
  expect(look(3e5)).toEqual([25]);
  expect(look(3.5e5)).toEqual([]);
  expect(look(8e5)).toEqual([75]);
});
