import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { newVideo } from "./biggo-steps.ts";
import { bodiesInVain } from "./check-body.ts";
import { checkWorld } from "./check-world.ts";
import { createWorld } from "./create-world.ts";
import { change, uploadOf } from "./run.ts";
import { oneUpload } from "./scenarios.ts";
import type { ExploredVideo, World } from "./world.ts";
import { keyOf } from "./world-key.ts";

/** Two uploads, A in a state, and BigGo with one video of A's content. */
function sampleWorld(state: UploadState, video: Partial<ExploredVideo> = {}): World {
  const world = createWorld({ ...oneUpload, uploads: 2 });
  world.videos.push(newVideo(world, "A", video));
  const body = { fromMs: world.nowMs, toMs: world.nowMs };
  const attempt = { startedAtMs: 1, libraryMark: 0, newestKnownMs: 0, bodies: [body, body], boundary: "b" };
  change(world, 0, { row: { ...uploadOf(world, 0).row, state, attempt } });
  return world;
}

const saving: UploadState = { phase: "saving", videoId: "v1", error: null };

describe("checkWorld", () => {
  it("accepts an upload with its own video", () => {
    expect(checkWorld(sampleWorld(saving))).toEqual([]);
  });

  it("refuses a video of other content, unless the user chose it", () => {
    const world = sampleWorld(saving, { content: "foreign" });
    expect(checkWorld(world)).toEqual(["A claims v1 of other content"]);
    change(world, 0, { misledTo: "v1" });
    expect(checkWorld(world)).toEqual([]);
  });

  it("refuses a video that two uploads claim, and one that does not exist", () => {
    const world = sampleWorld(saving);
    change(world, 1, { row: { ...uploadOf(world, 1).row, state: saving, fingerprint: "A" } });
    expect(checkWorld(world)).toEqual(["two uploads claim the same video"]);
    world.videos = [];
    expect(checkWorld(world)).toContain("A claims v1, which does not exist");
  });

  it("refuses details that only the row calls saved", () => {
    const world = sampleWorld(saving);
    change(world, 0, { row: { ...uploadOf(world, 0).row, savedRevision: 1 } });
    expect(checkWorld(world)).toEqual(["A calls details saved that v1 does not have"]);
  });
});

describe("bodiesInVain", () => {
  const inVain = (video: Partial<ExploredVideo>) => bodiesInVain(sampleWorld({ phase: "confirming" }, video), 0);

  it("refuses another body of content that became a video or is on its way", () => {
    expect(inVain({})).toEqual(["A is sent again although it became v1"]);
    const world = sampleWorld({ phase: "confirming" }, { content: "other" });
    expect(bodiesInVain(world, 0)).toEqual([]);
    world.bodies.push({ content: "A", upload: 0, attempt: 1, disowned: false });
    expect(bodiesInVain(world, 0)).toEqual(["A is sent again while an earlier whole body is on its way"]);
  });

  it("accepts what a rule of the engine explains", () => {
    expect(inVain({ touched: true })).toEqual([]);
    expect(inVain({ origin: "another device" })).toEqual([]);
    expect(inVain({ status: "gone" })).toEqual([]);
    expect(inVain({ disowned: true })).toEqual([]);
    expect(inVain({ status: "broken" })).toEqual([]);
  });
});

describe("keyOf", () => {
  it("ignores what makes no difference to the future", () => {
    const world = sampleWorld({ phase: "queued" });
    const later = sampleWorld({ phase: "queued" });
    change(later, 0, { row: { ...uploadOf(later, 0).row, attempts: 9, failures: 4, finishedAtMs: 5 } });
    expect(keyOf(later)).toBe(keyOf(world));
  });

  it("distinguishes phases, videos and what is on its way", () => {
    const world = sampleWorld({ phase: "queued" });
    const onItsWay = sampleWorld({ phase: "queued" });
    onItsWay.bodies.push({ content: "A", upload: 0, attempt: 1, disowned: false });
    const keys = [
      world,
      onItsWay,
      sampleWorld({ phase: "queued" }, { listed: true }),
      sampleWorld({ phase: "checking" }),
    ];
    expect(new Set(keys.map(keyOf)).size).toBe(4);
  });
});
