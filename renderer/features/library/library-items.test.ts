import { describe, expect, it } from "vitest";
import { newDetails } from "../../../shared/model/video.ts";
import { seedUpload, seedVideo } from "../../bridge/memory-seed.ts";
import { arrangeItems, countItems, detailsOf, mergeItems } from "./library-items.ts";

const nowMs = 1_800_000_000_000;
const videos = new Map(Array.from({ length: 40 }, (_, at) => seedVideo(at, nowMs)).map((it) => [it.videoId, it]));
const none = { gone: new Set<string>(), arrivals: new Map() };
const all = { filter: "all", search: "", sort: "newest", locale: "en" } as const;

describe("the library's items", () => {
  it("show what is on its way first, and nothing that was given up", () => {
    const uploads = new Map(
      [
        seedUpload("a", "a.mp4", 1, nowMs, { phase: "sending", held: false }),
        seedUpload("b", "b.mp4", 1, nowMs, { phase: "cancelled" }),
      ].map((upload) => [upload.id, upload]),
    );
    const shown = arrangeItems(mergeItems({ videos, uploads, ...none }), all);
    expect(shown).toHaveLength(41);
    expect(shown[0]?.key).toBe("a");
    expect(arrangeItems(mergeItems({ videos, uploads, ...none }), { ...all, sort: "mostViewed" })[0]?.key).toBe("a");
  });

  it("are found by every word, whatever its width and case", () => {
    const items = mergeItems({ videos, uploads: new Map(), ...none });
    const found = arrangeItems(items, { ...all, search: "ＫＥＹＢＯＡＲＤ twenty" });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((item) => item.title.includes("keyboard"))).toBe(true);
    expect(arrangeItems(items, { ...all, search: "keyboard nothing" })).toHaveLength(0);
  });

  it("are counted as they are filtered", () => {
    const items = mergeItems({ videos, uploads: new Map(), ...none });
    const filters = ["all", "public", "unlisted", "private", "withoutProducts"] as const;
    const counts = countItems(items, filters);
    for (const filter of filters)
      expect(arrangeItems(items, { ...all, filter })).toHaveLength(counts.get(filter) ?? -1);
  });

  it("keep what was typed in sight while BigGo has not taken it", () => {
    const typed = { ...newDetails("Typed 早", "private"), description: "here" };
    const state = { phase: "complete", videoId: "v0" } as const;
    const row = { ...seedUpload("a", "a.mp4", 1, nowMs, state), details: typed };
    const bare = { ...seedVideo(0, nowMs), uploadId: "a", title: null, description: "" };
    const itemOf = (upload: typeof row) =>
      mergeItems({ videos: new Map([["v0", bare]]), uploads: new Map([["a", upload]]), ...none })[0];
    const error = { code: "invalid-field", message: "", retryable: false, details: {} } as const;
    const refused = itemOf({ ...row, save: { state: "failed", error } });
    expect(refused?.title).toBe("Typed 早");
    expect(refused && detailsOf(refused)).toEqual(typed);
    const saved = itemOf({ ...row, save: { state: "saved" } });
    expect(saved && detailsOf(saved)).toMatchObject({ title: "", access: bare.access });
  });

  it("sort both ways", () => {
    const items = mergeItems({ videos, uploads: new Map(), ...none });
    const newest = arrangeItems(items, all).map((item) => item.key);
    expect(arrangeItems(items, { ...all, sort: "oldest" }).map((item) => item.key)).toEqual(newest.toReversed());
  });
});
