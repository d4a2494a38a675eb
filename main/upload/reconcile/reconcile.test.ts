import { describe, expect, it } from "vitest";
import { BigGoError } from "../../biggo/biggo-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import { sampleVideo as video } from "../../biggo/wire/video-sample.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { findDuplicate, matchCandidates, reconcile } from "./reconcile.ts";

const attempt = { startedAtMs: 1_000_000_000, libraryMark: 0, newestKnownMs: null, boundary: "b" };

describe("matchCandidates", () => {
  const row = sampleRow({ lengthSeconds: 12, attempt });
  it.each([
    ["none without candidates", [], { kind: "none" }],
    ["none for another length", [video("a", { lengthSeconds: 30 })], { kind: "none" }],
    ["the video of the same length", [video("a", { lengthSeconds: 12.4 })], { kind: "one", videoId: "a" }],
    ["both of two videos of the same length", [video("a"), video("b")], { kind: "several", videoIds: ["a", "b"] }],
    [
      "a likely match while the length is not known yet",
      [video("a", { lengthSeconds: null })],
      { kind: "likely", videoId: "a" },
    ],
  ])("returns %s", (_name, videos, found) => {
    expect(matchCandidates(row, videos, [row])).toEqual(found);
  });

  it("adopts a single candidate when the row's own length is unknown", () => {
    const unknown = sampleRow({ lengthSeconds: null, attempt });
    expect(matchCandidates(unknown, [video("a", { lengthSeconds: null })], [])).toEqual({ kind: "one", videoId: "a" });
  });

  it("requires a user decision for a salvaged row without an attempt", () => {
    const row = sampleRow({ lengthSeconds: 12, attempt: null });
    expect(matchCandidates(row, [video("a")], [row])).toEqual({ kind: "several", videoIds: ["a"] });
    expect(matchCandidates(row, [], [row])).toEqual({ kind: "none" });
  });
});

describe("ambiguity with other rows", () => {
  const row = sampleRow({ lengthSeconds: 12, attempt });
  const otherRow = (changes: Partial<UploadRow>) => sampleRow({ id: "other", lengthSeconds: 12, ...changes });
  const match = (other: UploadRow) => matchCandidates(row, [video("a")], [row, other]).kind;

  it("requires a user decision while another row's lost response could belong to the video", () => {
    expect(match(otherRow({ state: { phase: "uncertain", candidates: [], error: null }, uncertainBefore: true }))).toBe(
      "several",
    );
    expect(match(otherRow({ state: { phase: "confirming" } }))).toBe("several");
    expect(match(otherRow({ state: { phase: "cancelled" }, uncertainBefore: true, attempt }))).toBe("several");
  });

  it("ignores a row that was abandoned long before this one started", () => {
    const longAgo = { ...attempt, startedAtMs: attempt.startedAtMs - 2 * 3600_000 };
    const stale = { uncertainBefore: true, attempt: longAgo };
    expect(match(otherRow({ state: { phase: "cancelled" }, ...stale }))).toBe("one");
    expect(match(otherRow({ state: { phase: "uncertain", candidates: [], error: null }, ...stale }))).toBe("several");
  });

  it("ignores rows of another length, with a video, or that were never uncertain", () => {
    expect(match(otherRow({ state: { phase: "confirming" }, lengthSeconds: 40 }))).toBe("one");
    expect(match(otherRow({ state: { phase: "complete", videoId: "b" }, uncertainBefore: true }))).toBe("one");
    expect(match(otherRow({ state: { phase: "sending", held: false } }))).toBe("one");
  });
});

describe("reconcile", () => {
  const startedAtMs = 1_000_000_000;
  const row = sampleRow({ attempt: { startedAtMs, libraryMark: 0, newestKnownMs: null, boundary: "b" } });
  const baseDeps = {
    isTaken: () => false,
    findInLedger: () => null,
    libraryVideos: () => [],
    rows: () => [],
    forget: () => {},
  };
  const listing = (listOwn: VideosApi["listOwn"], get: VideosApi["get"] = async (id) => video(id)) => ({
    listOwn,
    get,
  });

  it("reads the listing back to the attempt, with an allowance for clock skew, and no further", async () => {
    const pages = [
      [
        video("new", { createdAtMs: startedAtMs + 5000 }),
        video("skewed", { createdAtMs: startedAtMs - 300_000, lengthSeconds: 99 }),
      ],
      [video("old", { createdAtMs: startedAtMs - 3_600_000 })],
      [video("never read")],
    ];
    const read: number[] = [];
    const listOwn = async (page: number) => {
      read.push(page);
      return { videos: pages[page - 1] ?? [], unreadable: 0, owner: null, total: 99 };
    };
    expect(await reconcile(row, { ...baseDeps, videos: listing(listOwn) })).toEqual({ kind: "one", videoId: "new" });
    expect(read).toEqual([1, 2]);
  });

  it("uses BigGo's clock when it is known, whatever the local clock says", async () => {
    const attempt = {
      startedAtMs: startedAtMs + 86_400_000,
      libraryMark: 0,
      newestKnownMs: startedAtMs - 1,
      boundary: "b",
    };
    const listOwn = async (page: number) => ({
      videos: page === 1 ? [video("new", { createdAtMs: startedAtMs + 5000 })] : [],
      unreadable: 0,
      owner: null,
      total: 1,
    });
    expect(await reconcile({ ...row, attempt }, { ...baseDeps, videos: listing(listOwn) })).toEqual({
      kind: "one",
      videoId: "new",
    });
  });

  it("reports a duplicate when the ledger has the content, and forgets a video that is gone", async () => {
    const forgotten: string[] = [];
    const withLedger = { ...baseDeps, findInLedger: () => "old", forget: (id: string) => void forgotten.push(id) };
    const emptyListing = async () => ({ videos: [], unreadable: 0, owner: null, total: 0 });
    expect(await reconcile(row, { ...withLedger, videos: listing(emptyListing) })).toEqual({
      kind: "duplicate",
      videoId: "old",
    });
    const gone = async () => {
      throw new BigGoError("refused", "gone", { biggoCode: 1004 });
    };
    expect(await reconcile(row, { ...withLedger, videos: listing(emptyListing, gone) })).toEqual({ kind: "none" });
    expect(forgotten).toEqual(["old"]);
  });

  it("excludes videos that are taken or existed before", async () => {
    const listOwn = async (page: number) => ({
      videos: page === 1 ? [video("taken", { createdAtMs: startedAtMs + 1 })] : [],
      unreadable: 0,
      owner: null,
      total: 1,
    });
    expect(await reconcile(row, { ...baseDeps, videos: listing(listOwn), isTaken: () => true })).toEqual({
      kind: "none",
    });
  });
});

describe("findDuplicate", () => {
  const row = sampleRow({ lengthSeconds: 12, aspectRatio: 0.5625 });
  const videos = {
    listOwn: async () => ({ videos: [], unreadable: 0, owner: null, total: 0 }),
    get: async (id: string) => video(id),
  };
  const findAmong = (...libraryVideos: ReturnType<typeof video>[]) =>
    findDuplicate(row, {
      videos,
      isTaken: () => true,
      findInLedger: () => null,
      rows: () => [],
      forget: () => {},
      libraryVideos: () => libraryVideos,
    });

  it("returns the only video of the same length and aspect ratio, or none", async () => {
    const match = video("a", { lengthSeconds: 12.3, aspectRatio: 0.5625 });
    const wide = video("b", { lengthSeconds: 12.3, aspectRatio: 1.777 });
    const longer = video("c", { lengthSeconds: 40 });
    expect(await findAmong(match, wide, longer)).toEqual({ kind: "one", videoId: "a" });
    expect(await findAmong(match, video("d", { lengthSeconds: 12 }))).toEqual({ kind: "none" });
    expect(await findAmong(video("e", { lengthSeconds: null }))).toEqual({ kind: "none" });
  });
});
