import { describe, expect, it } from "vitest";
import { BigGoError } from "../../biggo/biggo-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import { sampleVideo } from "../../biggo/wire/video-sample.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { findDuplicate, matchCandidates, reconcile } from "./reconcile.ts";

const startedMs = 1_000_000_000;
const tooLarge = { code: "too-large", message: "413", retryable: false, details: {} } as const;
const attempt = {
  startedAtMs: startedMs,
  libraryMark: 0,
  newestKnownMs: null,
  bodies: [{ fromMs: startedMs, toMs: startedMs + 50_000 }],
  boundary: "b",
};
/** A video that was created while the attempt's body was sent. */
const video = (id: string, changes: Parameters<typeof sampleVideo>[1] = {}) =>
  sampleVideo(id, { createdAtMs: startedMs + 40_000, ...changes });

describe("matchCandidates", () => {
  const row = sampleRow({ lengthSeconds: 12, attempt });
  it.each([
    ["none without candidates", [], { kind: "none" }],
    ["none for another length", [video("a", { lengthSeconds: 30 })], { kind: "none" }],
    ["the video of the same length", [video("a", { lengthSeconds: 12.4 })], { kind: "one", videoId: "a" }],
    ["both of two videos of the same length", [video("a"), video("b")], { kind: "several", videoIds: ["a", "b"] }],
    [
      "a video to wait for while it is processed",
      [video("a", { lengthSeconds: null, processing: true })],
      { kind: "pending", videoIds: ["a"] },
    ],
    ["a weak match without a length", [video("a", { lengthSeconds: null })], { kind: "weak", videoId: "a" }],
    ["none of another shape", [video("a", { aspectRatio: 1.78 })], { kind: "none" }],
    ["none that was edited", [video("a", { edited: true })], { kind: "none" }],
    ["none with a description", [video("a", { description: "from a phone" })], { kind: "none" }],
    ["none created hours later", [video("a", { createdAtMs: startedMs + 8 * 3600_000 })], { kind: "none" }],
    ["none created before the attempt", [video("a", { createdAtMs: startedMs - 120_000 })], { kind: "none" }],
  ])("returns %s", (_name, videos, found) => {
    expect(matchCandidates(row, videos, [row])).toEqual(found);
  });

  it("adopts nothing on time alone when the row's own length is unknown", () => {
    const unknown = sampleRow({ lengthSeconds: null, attempt });
    expect(matchCandidates(unknown, [video("a")], [])).toEqual({ kind: "weak", videoId: "a" });
    // Sent again, BigGo answered that it has the content.
    const known = { ...unknown, confirmedDuplicate: true };
    expect(matchCandidates(known, [video("a")], [])).toEqual({ kind: "one", videoId: "a" });
    expect(matchCandidates(known, [video("a", { edited: true })], [])).toEqual({ kind: "weak", videoId: "a" });
  });

  const weak = sampleRow({ lengthSeconds: 12, attempt: { ...attempt, bodies: [null] } });
  const refused = { ...row, confirmedDuplicate: true };
  it.each([
    ["one whose pictures are the file's", row, { a: "same" }, { kind: "one", videoId: "a" }],
    ["one that only its pictures prove", weak, { a: "same" }, { kind: "one", videoId: "a" }],
    ["none whose pictures are another film's", row, { a: "different" }, { kind: "none" }],
    ["one of two, when the other's are another film's", row, { b: "different" }, { kind: "one", videoId: "a" }],
    ["both of two whose pictures are the file's", row, { a: "same", b: "same" }, { kind: "several" }],
    ["one that BigGo has (1002), whatever its pictures", refused, { a: "different" }, { kind: "one", videoId: "a" }],
    ["a weak match when its pictures say nothing", weak, { a: "unknown" }, { kind: "weak", videoId: "a" }],
  ] as const)("returns %s", (_name, of, verdicts, found) => {
    const videos = "b" in verdicts ? [video("a"), video("b")] : [video("a")];
    expect(matchCandidates(of, videos, [of], new Map(Object.entries(verdicts)))).toMatchObject(found);
  });

  it("adopts no edited video, even if its pictures are the file's", () => {
    const edited = [video("a", { edited: true })];
    expect(matchCandidates(row, edited, [row], new Map([["a", "same"]]))).toEqual({ kind: "none" });
  });

  it("adopts nothing that was created between two attempts", () => {
    const later = { fromMs: startedMs + 8 * 3600_000, toMs: startedMs + 8 * 3600_000 + 50_000 };
    const twice = sampleRow({ lengthSeconds: 12, attempt: { ...attempt, bodies: [...attempt.bodies, later] } });
    const created = (ms: number) => matchCandidates(twice, [video("a", { createdAtMs: startedMs + ms })], []).kind;
    expect([30_000, 4 * 3600_000, 8 * 3600_000 + 30_000].map(created)).toEqual(["one", "none", "one"]);
  });

  it("adopts nothing while it is unknown when the last bytes went out", () => {
    const unknown = sampleRow({
      lengthSeconds: 12,
      attempt: { ...attempt, bodies: [null] },
    });
    expect(matchCandidates(unknown, [video("a")], [])).toEqual({ kind: "weak", videoId: "a" });
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

  it("adopts nothing for a refused row while the video could be another refused row's", () => {
    const state = { phase: "failed", error: tooLarge, videoId: null } as const;
    const refused = { ...row, state };
    const matchRefused = (other: UploadRow) => matchCandidates(refused, [video("a")], [refused, other]).kind;
    expect(matchRefused(otherRow({ state, attempt }))).toBe("several");
    expect(matchRefused(otherRow({ state, attempt, lengthSeconds: 40 }))).toBe("one");
    expect(matchRefused(otherRow({ state, attempt: { ...attempt, bodies: [] } }))).toBe("one");
  });

  it("asks whose video it is when BigGo may have stored another upload that it refused", () => {
    const state = { phase: "failed", error: tooLarge, videoId: null } as const;
    expect(match(otherRow({ state, attempt }))).toBe("several");
    expect(match(otherRow({ state, attempt, aspectRatio: 1.78, lengthSeconds: 40 }))).toBe("one");
    expect(match(otherRow({ state: { ...state, videoId: "v" }, attempt }))).toBe("one");
  });

  it("ignores a row that was abandoned long before this one started", () => {
    const fromMs = startedMs - 2 * 3600_000;
    const stale = { uncertainBefore: true, attempt: { ...attempt, bodies: [{ fromMs, toMs: fromMs + 50_000 }] } };
    expect(match(otherRow({ state: { phase: "cancelled" }, ...stale }))).toBe("one");
    expect(match(otherRow({ state: { phase: "uncertain", candidates: [], error: null }, ...stale }))).toBe("one");
    const unknown = { uncertainBefore: true, attempt: { ...attempt, bodies: [null] } };
    expect(match(otherRow({ state: { phase: "cancelled" }, ...unknown }))).toBe("several");
  });

  it("ignores rows of another length, with a video, or that were never uncertain", () => {
    expect(match(otherRow({ state: { phase: "confirming" }, lengthSeconds: 40 }))).toBe("one");
    expect(match(otherRow({ state: { phase: "complete", videoId: "b" }, uncertainBefore: true }))).toBe("one");
    expect(match(otherRow({ state: { phase: "sending", held: false } }))).toBe("one");
  });
});

describe("reconcile", () => {
  const startedAtMs = 1_000_000_000;
  const row = sampleRow({
    attempt: { ...attempt, startedAtMs, bodies: [{ fromMs: startedAtMs, toMs: startedAtMs + 4000 }] },
  });
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

  it("compares the pictures of processed candidates only", async () => {
    const compared: string[] = [];
    const videos = [
      video("new", { createdAtMs: startedAtMs + 5000 }),
      video("long", { createdAtMs: startedAtMs + 5000, lengthSeconds: 99 }),
    ];
    const listOwn = async (page: number) => ({
      videos: page === 1 ? videos : [],
      unreadable: 0,
      owner: null,
      total: 2,
    });
    const comparePictures = async (uploadId: string, { videoId }: { videoId: string }) => {
      compared.push(`${uploadId} ${videoId}`);
      return "different" as const;
    };
    const deps = { ...baseDeps, videos: listing(listOwn), comparePictures };
    expect(await reconcile(row, deps)).toEqual({ kind: "none" });
    expect(compared).toEqual([`${row.id} new`]);
  });

  it.each([
    ["after the newest video that was listed", startedAtMs - 1],
    ["after the start of its bodies, where the listing had never been read", null],
  ])("searches by BigGo's clock %s, whatever the local clock says", async (_, newestKnownMs) => {
    const attempt = {
      startedAtMs: startedAtMs + 86_400_000,
      libraryMark: 0,
      newestKnownMs,
      bodies: [{ fromMs: startedAtMs, toMs: startedAtMs + 4000 }],
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
