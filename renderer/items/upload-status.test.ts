import { describe, expect, it } from "vitest";
import { noHolds } from "../../shared/model/upload.ts";
import { seedQueue, seedUpload } from "../bridge/memory-seed.ts";
import { describeUpload, firstHold, groupUploads, uploadPercent } from "./upload-status.ts";

const error = { code: "timeout", message: "", retryable: true, details: {} } as const;
const row = (sentBytes: number) => ({ id: "a", sentBytes, totalBytes: 1e6, bytesPerSecond: 1e5, secondsLeft: 1 });
const sending = seedUpload("a", "a.mp4", 1, 10, { phase: "sending", held: false });

describe("upload status", () => {
  it("caps progress at 99% until BigGo has confirmed", () => {
    expect(uploadPercent(sending, row(1e6))).toBe(99);
    expect(uploadPercent({ ...sending, state: { phase: "confirming" } }, undefined)).toBe(99);
    expect(uploadPercent({ ...sending, state: { phase: "processing", videoId: "v", keywords: [] } }, undefined)).toBe(
      100,
    );
  });

  it("shows a paused upload's progress while its connection is held", () => {
    const held = { ...sending, state: { phase: "sending", held: true } } as const;
    const paused = { ...sending, state: { phase: "paused", held: true } } as const;
    expect(describeUpload(held)).toMatchObject({ group: "active", label: "paused" });
    expect(describeUpload(paused)).toMatchObject({ label: "paused", action: "resume" });
    for (const upload of [held, paused]) expect(uploadPercent(upload, row(5e5))).toBe(50);
    expect(uploadPercent({ ...sending, state: { phase: "paused", held: false } }, row(5e5))).toBeNull();
  });

  it("offers one action per failure", () => {
    const statusOf = (state: typeof sending.state) => describeUpload({ ...sending, state });
    expect(statusOf({ phase: "failed", error, videoId: null }).action).toBe("retry");
    expect(statusOf({ phase: "needsFile", reason: "changed" }).action).toBe("useNewFile");
    expect(statusOf({ phase: "uncertain", candidates: [], error: null }).group).toBe("active");
    expect(statusOf({ phase: "uncertain", candidates: ["a", "b"], error: null }).action).toBe("choose");
  });

  it("requires user action when details were refused", () => {
    const upload = {
      ...sending,
      state: { phase: "complete", videoId: "v" },
      save: { state: "failed", error },
    } as const;
    expect(describeUpload(upload)).toMatchObject({
      group: "needsYou",
      label: "detailsNotSaved",
      action: "saveDetails",
    });
  });

  it("puts every upload in exactly one group", () => {
    const groups = groupUploads(seedQueue(0));
    expect(groups.map(({ group }) => group)).toEqual(["needsYou", "active", "waiting", "done"]);
    expect(groups.flatMap(({ uploads }) => uploads)).toHaveLength(seedQueue(0).length);
  });

  it("returns the most important hold", () => {
    expect(firstHold(noHolds)).toBeNull();
    expect(firstHold({ ...noHolds, paused: true, offline: true })).toBe("offline");
    expect(firstHold({ ...noHolds, paused: true }, true)).toBe("unreachable");
    expect(firstHold({ ...noHolds, rateLimitedUntilMs: 1 }, true)).toBe("rateLimited");
    expect(firstHold({ ...noHolds, storage: "full" }, true)).toBe("diskFull");
    expect(firstHold({ ...noHolds, signedOut: true }, true)).toBe("signedOut");
    expect(firstHold({ ...noHolds, blocked: error }, true)).toBe("blocked");
    expect(firstHold({ ...noHolds, storage: "locked", paused: true })).toBe("locked");
  });
});
