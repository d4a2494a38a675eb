import { describe, expect, it } from "vitest";
import type { AppErrorValue } from "../../shared/errors.ts";
import { newDetails } from "../../shared/model/video.ts";
import { detailsToSend } from "./details-to-send.ts";
import { transition } from "./machine.ts";
import { defaultRetryPolicy as policy } from "./retry-policy.ts";
import type { UploadEvent } from "./upload-event.ts";
import { sampleRow } from "./upload-row-sample.ts";

const refusal: AppErrorValue = {
  code: "invalid-field",
  message: "1006",
  retryable: false,
  details: { biggoCode: 1006 },
};
const sending = sampleRow({ state: { phase: "sending", held: false }, attempts: 1 });
const apply = (row = sampleRow(), event: UploadEvent) => transition(row, event, policy);

describe("details", () => {
  it("edited before there is a video are kept, and sent once there is one", () => {
    const { row, effects } = apply(sending, { type: "detailsEdited", patch: { title: "new" } });
    expect(row).toMatchObject({ details: { title: "new", access: "private" }, detailsRevision: 2 });
    expect(effects).toEqual([]);
  });

  it("edited while older ones are saved are saved after them", () => {
    const saving = sampleRow({ state: { phase: "saving", videoId: "v", error: null }, detailsRevision: 2 });
    const { row, effects } = apply(saving, { type: "detailsSaved", revision: 1 });
    expect(row.state.phase).toBe("saving");
    expect(effects).toEqual([{ type: "saveDetails", afterMs: 0 }]);
  });

  it("refused by BigGo never cost the video: it goes on to be processed", () => {
    const saving = sampleRow({ state: { phase: "saving", videoId: "v", error: null } });
    const event: UploadEvent = { type: "detailsFailed", revision: 1, error: refusal, random: 0.5 };
    const { row } = apply(saving, event);
    expect(row).toMatchObject({ state: { phase: "processing", videoId: "v" }, saveError: refusal });
    expect(apply(row, { type: "saveRequested" })).toMatchObject({
      row: { saveError: null },
      effects: [{ type: "saveDetails" }],
    });
  });

  it("refused for the key's sake hold the queue and stay to be saved", () => {
    const saving = sampleRow({ state: { phase: "saving", videoId: "v", error: null } });
    const keyError: AppErrorValue = { ...refusal, code: "wrong-key" };
    const { row, effects } = apply(saving, { type: "detailsFailed", revision: 1, error: keyError, random: 0 });
    expect(row).toBe(saving);
    expect(effects).toEqual([{ type: "holdSignedOut", error: keyError }]);
  });
});

describe("a video that is to stay private until it is complete", () => {
  const processing = sampleRow({
    state: { phase: "processing", videoId: "v", keywords: [] },
    details: { ...newDetails("clip", "public"), stayPrivate: true },
    savedRevision: 1,
  });
  const seen = (status: "complete" | "broken") =>
    transition(processing, { type: "statusSeen", status, keywords: [], atMs: 5 }, policy);

  it("is told to BigGo as private, and as what was chosen once it is complete", () => {
    expect(detailsToSend(processing.details).access).toBe("private");
    const { row, effects } = seen("complete");
    expect(row.state.phase).toBe("complete");
    expect(detailsToSend(row.details).access).toBe("public");
    expect(row.savedRevision).toBeLessThan(row.detailsRevision);
    expect(effects).toContainEqual({ type: "saveDetails", afterMs: 0 });
  });

  it("stays private when it cannot be converted", () => {
    expect(detailsToSend(seen("broken").row.details).access).toBe("private");
  });

  it("publishes at once when the person takes the wish back", () => {
    const edit = { type: "detailsEdited", patch: { stayPrivate: false } } as const;
    const { row, effects } = transition(processing, edit, policy);
    expect(detailsToSend(row.details).access).toBe("public");
    expect(effects).toHaveLength(1);
  });
});
