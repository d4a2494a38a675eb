import { describe, expect, it } from "vitest";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { newDetails } from "../../../shared/model/video.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { transition } from "./machine.ts";
import { recover } from "./recovery.ts";

const refusal: AppErrorValue = {
  code: "invalid-field",
  message: "1006",
  retryable: false,
  details: { biggoCode: 1006 },
};
const sending = sampleRow({ state: { phase: "sending", held: false }, attempts: 1 });
const apply = (row = sampleRow(), event: UploadEvent) => transition(row, event, policy);

describe("editing and saving details", () => {
  it("keeps edits made before there is a video and sends them once there is one", () => {
    const { row, effects } = apply(sending, { type: "detailsEdited", patch: { title: "new" } });
    expect(row).toMatchObject({ details: { title: "new", access: "private" }, detailsRevision: 2 });
    expect(effects).toEqual([]);
  });

  it("saves edits made during a save afterwards", () => {
    const saving = sampleRow({ state: { phase: "saving", videoId: "v", error: null }, detailsRevision: 2 });
    const { row, effects } = apply(saving, { type: "detailsSaved", revision: 1 });
    expect(row.state.phase).toBe("saving");
    expect(effects).toEqual([{ type: "saveDetails", afterMs: 0 }]);
  });

  it("continues to processing when BigGo refuses the details", () => {
    const saving = sampleRow({ state: { phase: "saving", videoId: "v", error: null } });
    const event: UploadEvent = { type: "detailsFailed", revision: 1, error: refusal, random: 0.5 };
    const { row } = apply(saving, event);
    expect(row).toMatchObject({ state: { phase: "processing", videoId: "v" }, saveError: refusal });
    expect(apply(row, { type: "saveRequested" })).toMatchObject({
      row: { saveError: null },
      effects: [{ type: "saveDetails" }],
    });
  });

  it("holds the queue and keeps the details pending when the key is refused", () => {
    const saving = sampleRow({ state: { phase: "saving", videoId: "v", error: null } });
    const keyError: AppErrorValue = { ...refusal, code: "wrong-key" };
    const { row, effects } = apply(saving, { type: "detailsFailed", revision: 1, error: keyError, random: 0 });
    expect(row).toBe(saving);
    expect(effects).toEqual([{ type: "holdSignedOut", error: keyError }]);
  });
});

describe("publish intent of a video that stays private until complete", () => {
  const processing = sampleRow({
    state: { phase: "processing", videoId: "v", keywords: [] },
    details: { ...newDetails("clip", "public"), stayPrivate: true },
    savedRevision: 1,
  });
  const seen = (status: "complete" | "broken") =>
    transition(processing, { type: "statusSeen", status, keywords: [], atMs: 5 }, policy);

  it("is applied on completion and changes only the access", () => {
    const { row, effects } = seen("complete");
    expect(row.state.phase).toBe("complete");
    expect(effects).toEqual([{ type: "publish" }]);
    // A restart after a crash in between does the same.
    expect(recover(row, 0, policy).effects).toEqual([{ type: "publish" }]);
    const published = apply(row, { type: "published" });
    expect(published.row).toMatchObject({ details: { stayPrivate: false }, detailsRevision: row.detailsRevision });
    expect(recover(published.row, 0, policy).effects).toEqual([]);
  });

  it("is kept when the library's edits are mirrored", () => {
    const patch = { title: "New", access: "private" } as const;
    const { row } = apply(processing, { type: "detailsMirrored", patch });
    expect(row.details).toMatchObject({ title: "New", access: "public", stayPrivate: true });
    // Unsaved edits of the row are newer than anything confirmed meanwhile.
    const edited = { ...processing, detailsRevision: 2 };
    expect(apply(edited, { type: "detailsMirrored", patch }).row).toBe(edited);
  });

  it("is not applied when the video cannot be converted", () => {
    expect(seen("broken").row.details.stayPrivate).toBe(true);
  });

  it("can be changed without sending anything", () => {
    const { row, effects } = apply(processing, {
      type: "publishIntentSet",
      patch: { access: "unlisted", stayPrivate: true },
    });
    expect(row).toMatchObject({ details: { access: "unlisted" }, detailsRevision: processing.detailsRevision });
    expect(effects).toEqual([]);
  });
});

describe("onDetailsFailed", () => {
  it("keeps the details pending while the connection is untrusted or rate limited", () => {
    const saving = sampleRow({ state: { phase: "saving", videoId: "v", error: null } });
    const failed = (code: AppErrorValue["code"], retryable: boolean, retryAfterMs?: number) =>
      apply(saving, {
        type: "detailsFailed",
        revision: 1,
        error: { code, message: "", retryable, details: {} },
        random: 0.5,
        retryAfterMs,
      });
    expect(failed("tls", false)).toMatchObject({ row: saving, effects: [{ type: "holdBlocked" }] });
    expect(failed("rate-limited", true, 60_000)).toMatchObject({
      row: saving,
      effects: [{ type: "holdForRateLimit", retryAfterMs: 60_000 }],
    });
  });
});
