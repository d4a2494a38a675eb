import { describe, expect, it } from "vitest";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { LookResult, UploadEvent } from "../model/upload-event.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { apply, error, uncertain } from "./machine-samples.ts";

const looked = (found: LookResult, extra = false): UploadEvent => ({ type: "looked", found, extra, atMs: 1 });

describe("looking for an uncertain upload", () => {
  const exhausted = { ...uncertain, looks: policy.looksMs.length };

  it("adopts the one video that fits", () => {
    expect(apply(uncertain, looked({ kind: "one", videoId: "v" })).row.state).toMatchObject({
      phase: "saving",
      videoId: "v",
    });
  });

  it("looks again while the listing may lag, and sends only after it has had its time", () => {
    const { row, effects } = apply(uncertain, looked({ kind: "none" }));
    expect(row.state.phase).toBe("uncertain");
    expect(effects).toEqual([{ type: "look", afterMs: policy.looksMs[1] }]);
    expect(apply(exhausted, looked({ kind: "none" })).row.state.phase).toBe("queued");
  });

  it("never sends while the listing could not be read", () => {
    const { row, effects } = apply(exhausted, looked({ kind: "unreadable", error }));
    expect(row.state.phase).toBe("uncertain");
    expect(effects).toEqual([{ type: "look", afterMs: policy.looksMs.at(-1) }]);
  });

  it("asks the person when several fit, and takes their word", () => {
    const { row, effects } = apply(exhausted, looked({ kind: "several", videoIds: ["a", "b"] }));
    expect(row.state).toEqual({ phase: "uncertain", candidates: ["a", "b"], error: null });
    expect(effects).toEqual([{ type: "look", afterMs: policy.looksMs.at(-1) }]);
    expect(apply(row, looked({ kind: "several", videoIds: ["a", "b"] })).row).toBe(row);
    expect(apply(row, { type: "candidateChosen", videoId: "b" }).row.state).toMatchObject({
      phase: "saving",
      videoId: "b",
    });
    expect(apply(row, { type: "candidateChosen", videoId: null }).row.state.phase).toBe("queued");
  });

  it("never takes a video whose length is not known yet: it looks on, and asks after the last look", () => {
    const likely = looked({ kind: "likely", videoId: "v" });
    expect(apply(uncertain, likely).row.state).toMatchObject({ phase: "uncertain", candidates: [] });
    const asked = apply(exhausted, likely);
    expect(asked.row.state).toEqual({ phase: "uncertain", candidates: ["v"], error: null });
    expect(asked.effects).toMatchObject([{ type: "look" }]);
    // Once it is known, it tells by itself.
    expect(apply(asked.row, looked({ kind: "one", videoId: "v" })).row.state).toMatchObject({ phase: "saving" });
    expect(apply(asked.row, looked({ kind: "none" })).row.state.phase).toBe("queued");
  });

  it("asks even about a single video when it could be another row's", () => {
    const { row } = apply(exhausted, looked({ kind: "several", videoIds: ["a"] }));
    expect(row.state).toEqual({ phase: "uncertain", candidates: ["a"], error: null });
  });

  it("links an upload that was there already, and does no more", () => {
    const there = sampleRow({ state: { phase: "alreadyThere", videoId: null } });
    const { row, effects } = apply(there, looked({ kind: "one", videoId: "v" }));
    expect(row.state).toEqual({ phase: "alreadyThere", videoId: "v" });
    expect(effects).toEqual([]);
  });
});

it("an extra look can find the video, and its finding nothing uses up none of the wait", () => {
  expect(apply(uncertain, { type: "networkReturned" }).effects).toEqual([{ type: "lookExtra" }]);
  const last = { ...uncertain, looks: policy.looksMs.length };
  for (const row of [uncertain, last]) expect(apply(row, looked({ kind: "none" }, true)).row).toBe(row);
  expect(apply(last, looked({ kind: "one", videoId: "v" }, true)).row.state.phase).toBe("saving");
});

it("a repeat whose video could not be looked for is looked for again", () => {
  const repeat = sampleRow({ state: { phase: "alreadyThere", videoId: null } });
  const effects = (extra: boolean) => apply(repeat, looked({ kind: "unreadable", error }, extra)).effects;
  expect(effects(false)).toEqual([{ type: "look", afterMs: policy.looksMs.at(-1) }]);
  expect(effects(true)).toEqual([]);
});
