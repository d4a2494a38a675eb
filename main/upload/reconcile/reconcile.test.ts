import { describe, expect, it } from "vitest";
import { BigGoError } from "../../biggo/biggo-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import { sampleVideo as video } from "../../biggo/wire/video-sample.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { findDuplicate, judgeCandidates, reconcile } from "./reconcile.ts";

const attempt = { startedAtMs: 1_000_000_000, libraryMark: 0, newestKnownMs: null, boundary: "b" };

describe("judging the candidates", () => {
  const row = sampleRow({ lengthSeconds: 12, attempt });
  it.each([
    ["none", [], { kind: "none" }],
    ["another length", [video("a", { lengthSeconds: 30 })], { kind: "none" }],
    ["the same length", [video("a", { lengthSeconds: 12.4 })], { kind: "one", videoId: "a" }],
    ["two of the same length", [video("a"), video("b")], { kind: "several", videoIds: ["a", "b"] }],
    ["a length not known yet", [video("a", { lengthSeconds: null })], { kind: "likely", videoId: "a" }],
  ])("%s", (_name, videos, found) => {
    expect(judgeCandidates(row, videos, [row])).toEqual(found);
  });

  it("takes a single candidate when our own length is unknown", () => {
    const unknown = sampleRow({ lengthSeconds: null, attempt });
    expect(judgeCandidates(unknown, [video("a", { lengthSeconds: null })], [])).toEqual({ kind: "one", videoId: "a" });
  });
});

it("takes nothing unasked for a row out of a damaged database that was never seen to be sent", () => {
  const row = sampleRow({ lengthSeconds: 12, attempt: null });
  expect(judgeCandidates(row, [video("a")], [row])).toEqual({ kind: "several", videoIds: ["a"] });
  expect(judgeCandidates(row, [], [row])).toEqual({ kind: "none" });
});

describe("rivals", () => {
  const row = sampleRow({ lengthSeconds: 12, attempt });
  const rival = (changes: Partial<UploadRow>) => sampleRow({ id: "other", lengthSeconds: 12, ...changes });
  const judge = (other: UploadRow) => judgeCandidates(row, [video("a")], [row, other]).kind;

  it("a single video is nobody's by itself while another row's lost answer could be its", () => {
    expect(judge(rival({ state: { phase: "uncertain", candidates: [], error: null }, uncertainBefore: true }))).toBe(
      "several",
    );
    expect(judge(rival({ state: { phase: "confirming" } }))).toBe("several");
    expect(judge(rival({ state: { phase: "cancelled" }, uncertainBefore: true, attempt }))).toBe("several");
  });

  it("a row that was given up long before this one was begun is no rival", () => {
    const longAgo = { ...attempt, startedAtMs: attempt.startedAtMs - 2 * 3600_000 };
    const over = { uncertainBefore: true, attempt: longAgo };
    expect(judge(rival({ state: { phase: "cancelled" }, ...over }))).toBe("one");
    expect(judge(rival({ state: { phase: "uncertain", candidates: [], error: null }, ...over }))).toBe("several");
  });

  it("rows of another length, or that have their video, or were never uncertain, are no rivals", () => {
    expect(judge(rival({ state: { phase: "confirming" }, lengthSeconds: 40 }))).toBe("one");
    expect(judge(rival({ state: { phase: "complete", videoId: "b" }, uncertainBefore: true }))).toBe("one");
    expect(judge(rival({ state: { phase: "sending", held: false } }))).toBe("one");
  });
});

describe("looking", () => {
  const startedAtMs = 1_000_000_000;
  const row = sampleRow({ attempt: { startedAtMs, libraryMark: 0, newestKnownMs: null, boundary: "b" } });
  const free = {
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

  it("reads the listing back to the attempt, clock skew allowed for, and no further", async () => {
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
    expect(await reconcile(row, { ...free, videos: listing(listOwn) })).toEqual({ kind: "one", videoId: "new" });
    expect(read).toEqual([1, 2]);
  });

  it("goes by BigGo's own clock where it knows it, whatever ours says", async () => {
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
    expect(await reconcile({ ...row, attempt }, { ...free, videos: listing(listOwn) })).toEqual({
      kind: "one",
      videoId: "new",
    });
  });

  it("calls it a repeat when the ledger knows the content, and forgets a video that is gone", async () => {
    const forgotten: string[] = [];
    const ledger = { ...free, findInLedger: () => "old", forget: (id: string) => void forgotten.push(id) };
    const nothing = async () => ({ videos: [], unreadable: 0, owner: null, total: 0 });
    expect(await reconcile(row, { ...ledger, videos: listing(nothing) })).toEqual({
      kind: "repeat",
      videoId: "old",
    });
    const gone = async () => {
      throw new BigGoError("refused", "gone", { biggoCode: 1004 });
    };
    expect(await reconcile(row, { ...ledger, videos: listing(nothing, gone) })).toEqual({ kind: "none" });
    expect(forgotten).toEqual(["old"]);
  });

  it("leaves out what belongs to others or was there before", async () => {
    const listOwn = async (page: number) => ({
      videos: page === 1 ? [video("taken", { createdAtMs: startedAtMs + 1 })] : [],
      unreadable: 0,
      owner: null,
      total: 1,
    });
    expect(await reconcile(row, { ...free, videos: listing(listOwn), isTaken: () => true })).toEqual({
      kind: "none",
    });
  });
});

describe("what a repeat repeats", () => {
  const row = sampleRow({ lengthSeconds: 12, aspectRatio: 0.5625 });
  const videos = {
    listOwn: async () => ({ videos: [], unreadable: 0, owner: null, total: 0 }),
    get: async (id: string) => video(id),
  };
  const among = (...libraryVideos: ReturnType<typeof video>[]) =>
    findDuplicate(row, {
      videos,
      isTaken: () => true,
      findInLedger: () => null,
      rows: () => [],
      forget: () => {},
      libraryVideos: () => libraryVideos,
    });

  it("is the only video of its length and shape, however old, or nobody knows", async () => {
    const its = video("a", { lengthSeconds: 12.3, aspectRatio: 0.5625 });
    const wide = video("b", { lengthSeconds: 12.3, aspectRatio: 1.777 });
    const longer = video("c", { lengthSeconds: 40 });
    expect(await among(its, wide, longer)).toEqual({ kind: "one", videoId: "a" });
    expect(await among(its, video("d", { lengthSeconds: 12 }))).toEqual({ kind: "none" });
    expect(await among(video("e", { lengthSeconds: null }))).toEqual({ kind: "none" });
  });
});
