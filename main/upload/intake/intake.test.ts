import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unreadableMedia } from "../../../shared/model/media.ts";
import type { FileCheck, Review } from "../../../shared/model/upload.ts";
import { newDetails } from "../../../shared/model/video.ts";
import { systemClock } from "../../foundation/clock.ts";
import { createContentHashes } from "../files/content-hashes.ts";
import { checkFile } from "../files/file-source.ts";
import { createHashThread } from "../files/hash-thread.ts";
import { inspectFile } from "../files/inspect-file.ts";
import { createInspections } from "../files/inspections.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { type Checks, createChecks } from "./checks.ts";
import { createIntake } from "./intake.ts";
import { createKnownContents, type KnownContentsDeps } from "./known-contents.ts";

let folder: string;
let path: string;
let nowMs = 1_800_000_000_000;
let added: UploadRow[];
let foundAt: string[];
/** The files of which the whole content was read. */
let hashed: string[];
let checks: Checks;
const published: FileCheck[][] = [];
let checkIds = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "intake-"));
  path = join(folder, "clip.mp4");
  writeFileSync(path, Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65]));
  added = [];
  foundAt = [];
  hashed = [];
  published.length = 0;
  checks = createChecks({
    newId: () => `check-${++checkIds}`,
    after: systemClock.after,
    publish: (all) => published.push(all),
  });
});
afterEach(() => checks.stop());
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hashes = createHashThread();
const noLedger = { find: () => null, hasHint: () => false };

function setup(ledger: KnownContentsDeps["ledger"] = noLedger) {
  let id = 0;
  const intake = createIntake({
    newId: () => `id-${++id}`,
    now: () => nowMs,
    known: createKnownContents({
      ledger,
      openUploads: () => added,
      contentHashes: createContentHashes({
        hashFile(hashedPath, ...reading) {
          hashed.push(basename(hashedPath));
          return hashes.hashFile(hashedPath, ...reading);
        },
        check: checkFile,
      }),
    }),
    openFingerprints: () => new Set(added.map(({ fingerprint }) => fingerprint)),
    nextPosition: () => 1,
    add: (rows) => void added.push(...rows),
    choicesFor: () => null,
    checks,
    fileFound: async (found) => void foundAt.push(found),
    inspections: createInspections(join(folder, "inspecting.json"), (offered) =>
      inspectFile(offered, async () => unreadableMedia),
    ),
  });
  const addAfter = async (ms: number) => {
    const { reviewId, items } = await intake.offer([path]);
    nowMs += ms;
    await intake.accept(
      reviewId,
      items.map(({ itemId }) => itemId),
      (fileName) => newDetails(fileName, "public"),
    );
    return added.at(-1)?.state.phase;
  };
  return { intake, addAfter };
}

const details = (fileName: string) => newDetails(fileName, "public");

/** A film larger than its fingerprint covers, with one byte between the samples. */
function writeFilm(name: string, caption: number): string {
  const bytes = Buffer.alloc(6_000_000, 7);
  bytes[600_000] = caption;
  const film = join(folder, name);
  writeFileSync(film, bytes);
  return film;
}

/** Records a file as one during whose inspection the process ended twice. */
function recordCrashes(): void {
  const { size, mtimeMs } = statSync(path);
  writeFileSync(join(folder, "inspecting.json"), JSON.stringify([{ path, state: `${size}:${mtimeMs}`, crashes: 2 }]));
}

describe("intake", () => {
  it("queues a file that was just inspected without checking it again", async () => {
    expect(await setup().addAfter(500)).toBe("queued");
  });

  it("checks a file again that was inspected a while ago", async () => {
    expect(await setup().addAfter(60_000)).toBe("checking");
  });

  it("adds a content once, however many reviews offered it, and asks about the others", async () => {
    const { intake } = setup();
    const [first, second] = [await intake.offer([path]), await intake.offer([path])];
    const idsOf = ({ items }: typeof first) => items.map(({ itemId }) => itemId);
    const { uploadIds } = await intake.accept(first.reviewId, idsOf(first), details);
    expect(uploadIds).toHaveLength(1);
    const again = await intake.accept(second.reviewId, idsOf(second), details);
    expect(again.uploadIds).toEqual([]);
    expect(again.duplicates).toMatchObject([{ verdict: { kind: "duplicate", videoId: null, uploadId: uploadIds[0] } }]);
    expect(added).toHaveLength(1);
    // The user may still send it, as with any duplicate.
    expect(await intake.accept(second.reviewId, idsOf(second), details)).toMatchObject({ duplicates: [] });
  });

  it.each([
    ["renamed", "renamed.mp4"],
    ["moved into another folder", join("elsewhere", "clip.mp4")],
    ["moved and renamed", join("elsewhere", "final cut.mov")],
  ])("takes a file that was %s while it is queued, and is dropped again, for that row's", async (_, name) => {
    const { intake } = setup();
    const { reviewId, items } = await intake.offer([path]);
    await intake.accept(
      reviewId,
      items.map(({ itemId }) => itemId),
      (fileName) => newDetails(fileName, "public"),
    );
    const renamed = join(folder, name);
    mkdirSync(dirname(renamed), { recursive: true });
    renameSync(path, renamed);
    const { items: again } = await intake.offer([renamed]);
    expect(again).toMatchObject([{ verdict: { kind: "duplicate", uploadId: added[0]?.id } }]);
    expect(foundAt).toEqual([renamed]);
    expect(added).toHaveLength(1);
  });

  it("inspects a file that stopped the app twice when the user names it, and not as part of a folder", async () => {
    const other = join(folder, "other.mp4");
    writeFileSync(other, Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65, 1]));
    const verdictOf = async (...options: Parameters<ReturnType<typeof setup>["intake"]["offer"]>) => {
      recordCrashes();
      const { items } = await setup().intake.offer(...options);
      return items.find(({ fileName }) => fileName === "clip.mp4")?.verdict;
    };
    expect(await verdictOf([folder])).toEqual({ kind: "refused", code: "file-stopped-app" });
    expect(await verdictOf([path, other], { automatic: true })).toEqual({ kind: "refused", code: "file-stopped-app" });
    expect(await verdictOf([path, other])).toEqual({ kind: "accepted" });
  });

  it("takes films of one size and the same samples for what they are", async () => {
    const { intake } = setup();
    const [plain, captioned, copy] = [writeFilm("a.mov", 0), writeFilm("b.mov", 1), writeFilm("c.mov", 0)];
    const { items, reviewId } = await intake.offer([plain, captioned, copy]);
    const repeat = { kind: "duplicate", videoId: null, uploadId: null, sameAs: "a.mov" };
    expect(items.map(({ verdict }) => verdict)).toEqual([{ kind: "accepted" }, { kind: "accepted" }, repeat]);
    const ids = items.slice(0, 2).map(({ itemId }) => itemId);
    await intake.accept(reviewId, ids, (fileName) => newDetails(fileName, "public"));
    const [first, second] = added;
    expect(first?.fingerprint).toBe(second?.fingerprint);
    expect(first?.contentHash).not.toBe(second?.contentHash);
    const again = await intake.offer([writeFilm("d.mov", 1), writeFilm("e.mov", 2)]);
    expect(again.items.map(({ verdict }) => verdict)).toEqual([
      { kind: "duplicate", videoId: null, uploadId: second?.id, sameAs: null },
      { kind: "accepted" },
    ]);
  });

  it("reads the whole content only where a fingerprint matches", async () => {
    const { intake } = setup();
    const other = join(folder, "other.mov");
    writeFileSync(other, Buffer.alloc(6_000_000, 8));
    await intake.offer([writeFilm("a.mov", 0), other]);
    await intake.offer([writeFilm("b.mov", 1)]);
    expect(hashed).toEqual([]);
    await intake.offer([writeFilm("c.mov", 2), writeFilm("d.mov", 3), other]);
    expect(hashed.toSorted()).toEqual(["c.mov", "d.mov"]);
    const { items } = await setup({ hasHint: () => true, find: () => null }).intake.offer([other]);
    expect(items).toMatchObject([{ verdict: { kind: "accepted" } }]);
    expect(hashed.toSorted()).toEqual(["c.mov", "d.mov", "other.mov"]);
  });

  it("sends a film whose fingerprint the ledger has without the hash of its content", async () => {
    const { intake } = setup({ hasHint: () => true, find: ({ contentHash }) => (contentHash === null ? "v" : null) });
    const { items } = await intake.offer([writeFilm("a.mov", 0)]);
    expect(items).toMatchObject([{ verdict: { kind: "accepted" } }]);
  });

  it("adds a film once that two offers at once accept at once", async () => {
    const { intake } = setup();
    const film = writeFilm("a.mov", 0);
    const offers = await Promise.all([intake.offer([film]), intake.offer([film])]);
    const accepted = await Promise.all(
      offers.map(({ reviewId, items }) =>
        intake.accept(
          reviewId,
          items.map(({ itemId }) => itemId),
          (fileName) => newDetails(fileName, "public"),
        ),
      ),
    );
    expect(accepted.map(({ uploadIds }) => uploadIds.length)).toEqual([1, 0]);
  });

  it("checks a file again when the clock was set back meanwhile", async () => {
    expect(await setup().addAfter(-3_600_000)).toBe("checking");
  });

  it("names the item of a file the same in every review", async () => {
    const { intake } = setup();
    const empty = join(folder, "empty.mp4");
    writeFileSync(empty, "");
    const idsOf = async () => (await intake.offer([path, empty])).items.map(({ itemId }) => itemId);
    const first = await idsOf();
    expect(await idsOf()).toEqual(first);
    expect(intake.refuse([empty]).items.map(({ itemId }) => itemId)).toEqual([first[1]]);
    expect(new Set(first).size).toBe(2);
  });

  describe("with files that take long to compare", () => {
    /** Files of one content that take seconds to read, and occupy no space. */
    const writeLarge = (name: string) => {
      const large = join(folder, name);
      writeFileSync(large, "");
      truncateSync(large, 32 * 1024 ** 3);
      return large;
    };
    const namesOf = (review: Review) => review.items.map(({ fileName }) => fileName);

    it("delivers the other files after a moment, and says which file it reads and how far it is", async () => {
      const { intake } = setup();
      const ready: Review[] = [];
      const offered = intake.offer([writeLarge("1.mp4"), path, writeLarge("2.mp4")], {
        onReady: (review) => ready.push(review),
      });
      await expect.poll(() => ready.map(namesOf), { timeout: 5000 }).toEqual([["clip.mp4"]]);
      const [check] = published.at(-1) ?? [];
      expect(check).toMatchObject({
        files: 3,
        inspected: 3,
        reading: { fileName: "1.mp4", sizeBytes: 32 * 1024 ** 3 },
      });
      const bytes = check?.reading?.bytes ?? 0;
      await expect.poll(() => published.at(-1)?.[0]?.reading?.bytes, { timeout: 5000 }).toBeGreaterThan(bytes);
      await intake.accept(ready[0]?.reviewId ?? "", [ready[0]?.items[0]?.itemId ?? ""], details);
      expect(added.map(({ file }) => file.fileName)).toEqual(["clip.mp4"]);

      intake.cancelCheck(check?.checkId ?? "");
      expect(namesOf(await offered)).toEqual([]);
      expect(published.at(-1)).toEqual([]);
    });

    it("delivers everything together after less than a moment, and says nothing of a check in the background", async () => {
      // No time passes.
      checks = createChecks({ newId: () => "check", after: () => () => {}, publish: (all) => published.push(all) });
      const { intake } = setup();
      const ready: Review[] = [];
      const films = [writeFilm("a.mp4", 1), writeFilm("b.mp4", 2)];
      expect(namesOf(await intake.offer([...films, path], { onReady: (review) => ready.push(review) }))).toHaveLength(
        3,
      );
      expect(ready).toEqual([]);
      expect(published).toEqual([]);
      checks = createChecks({ newId: () => "check", after: systemClock.after, publish: (all) => published.push(all) });
      const background = setup().intake;
      const offered = background.offer([writeLarge("1.mp4"), writeLarge("2.mp4")]);
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(published.flat()).toEqual([]);
      checks.stop();
      expect(namesOf(await offered)).toEqual([]);
    });

    it("keeps a review whose acceptance is cancelled while a file is read", async () => {
      const { intake } = setup();
      const large = writeLarge("large.mp4");
      const { reviewId, items } = await intake.offer([large]);
      // Meanwhile a file that may be the same was added.
      const other = await intake.offer([writeLarge("other.mp4")]);
      await intake.accept(other.reviewId, [other.items[0]?.itemId ?? ""], details);
      const ids = items.map(({ itemId }) => itemId);
      const accepting = intake.accept(reviewId, ids, details);
      await expect.poll(() => published.at(-1)?.[0]?.reading?.fileName, { timeout: 5000 }).toBe("large.mp4");
      intake.cancelCheck(published.at(-1)?.[0]?.checkId ?? "");
      await expect(accepting).rejects.toMatchObject({ value: { code: "cancelled" } });
      expect(intake.foldersOf(reviewId, ids)).toEqual([folder]);
    });
  });
});
