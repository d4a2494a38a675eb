import { describe, expect, it } from "vitest";
import { noFilter } from "../../shared/model/library-view.ts";
import { newDetails } from "../../shared/model/video.ts";
import { seedUpload, seedVideo } from "../bridge/memory-seed.ts";
import { countItems, filterItems, searchItems, sortItems } from "./filter-items.ts";
import { countLibraryItems, detailsOf, lineBelowTitle, mergeItems } from "./library-items.ts";

const nowMs = 1_800_000_000_000;
const videos = new Map(
  Array.from({ length: 40 }, (_, n) => seedVideo(n, nowMs)).map((video) => [video.videoId, video]),
);
const none = { gone: new Set<string>(), arrivals: new Map() };

describe("library items", () => {
  it("list unpublished uploads first and omit cancelled ones", () => {
    const uploads = new Map(
      [
        seedUpload("a", "a.mp4", 1, nowMs, { phase: "sending", held: false }),
        seedUpload("b", "b.mp4", 1, nowMs, { phase: "cancelled" }),
      ].map((upload) => [upload.id, upload]),
    );
    const sources = { videos, uploads, ...none };
    const shown = sortItems(mergeItems(sources), "newest", "en");
    expect(shown).toHaveLength(41);
    expect(countLibraryItems(sources)).toBe(41);
    expect(shown[0]?.key).toBe("a");
    for (const sort of ["mostViewed", "mostLiked", "title"] as const) {
      expect(sortItems(mergeItems(sources), sort, "en")[0]?.key).toBe("a");
    }
  });

  it("match a search by main's result, and uploads by their own text regardless of width and case", () => {
    const upload = seedUpload("a", "Keyboard twenty.mp4", 1, nowMs, { phase: "sending", held: false });
    const items = mergeItems({ videos, uploads: new Map([["a", upload]]), ...none });
    const keys = (text: string, videoIds: string[]) =>
      searchItems(items, { text, videoIds: new Set(videoIds) }).map((item) => item.key);
    expect(keys("ＫＥＹＢＯＡＲＤ twenty", ["v3"])).toEqual(["v3", "a"]);
    expect(keys("keyboard nothing", ["v3"])).toEqual(["v3"]);
    // Until main has responded, everything is listed.
    expect(searchItems(items, null)).toHaveLength(41);
  });

  it("are counted per filter value, given the other parts of the filter", () => {
    const items = mergeItems({ videos, uploads: new Map(), ...none });
    const filter = { ...noFilter, access: "public", products: "with" } as const;
    const counts = countItems(items, filter, nowMs);
    for (const access of ["public", "unlisted", "private", null] as const) {
      const shown = filterItems(items, { ...filter, access }, nowMs);
      expect(shown, String(access)).toHaveLength(counts.get(`access ${access}`) ?? 0);
    }
    for (const products of ["any", "with", "without", "dead"] as const) {
      expect(filterItems(items, { ...filter, products }, nowMs)).toHaveLength(counts.get(`products ${products}`) ?? 0);
    }
    for (const age of ["any", "week", "month", "year"] as const) {
      expect(filterItems(items, { ...filter, age }, nowMs)).toHaveLength(counts.get(`age ${age}`) ?? 0);
    }
    const processing = filterItems(items, { ...filter, processing: true }, nowMs);
    expect(processing).toHaveLength(counts.get("processing true") ?? 0);
  });

  it("show the typed details until BigGo has accepted them", () => {
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

  it("do not repeat the description's first line when it serves as the title", () => {
    const video = { ...seedVideo(0, nowMs), title: null, description: " First line \n\nSecond\nThird" };
    expect(lineBelowTitle(video, "First line")).toBe("Second");
    expect(lineBelowTitle(video, "A title of its own")).toBe("First line");
    expect(lineBelowTitle({ ...video, description: "Only" }, "Only")).toBe("");
  });

  it("sort by time in both directions", () => {
    const items = mergeItems({ videos, uploads: new Map(), ...none });
    const newest = sortItems(items, "newest", "en").map((item) => item.key);
    expect(sortItems(items, "oldest", "en").map((item) => item.key)).toEqual(newest.toReversed());
  });
});
