import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unreadableMedia } from "../../../shared/model/media.ts";
import { newDetails } from "../../../shared/model/video.ts";
import { inspectFile } from "../files/inspect-file.ts";
import { createInspections } from "../files/inspections.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { createIntake } from "./intake.ts";

let folder: string;
let path: string;
let nowMs = 1_800_000_000_000;
let added: UploadRow[];
let foundAt: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "intake-"));
  path = join(folder, "clip.mp4");
  writeFileSync(path, Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65]));
  added = [];
  foundAt = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function setup() {
  let id = 0;
  const intake = createIntake({
    newId: () => `id-${++id}`,
    now: () => nowMs,
    findVideo: () => null,
    openRows: () => new Map(added.map(({ fingerprint, id }) => [fingerprint, id])),
    nextPosition: () => 1,
    add: (rows) => void added.push(...rows),
    choicesFor: () => null,
    fileFound: async (found) => void foundAt.push(found),
    inspections: createInspections(join(folder, "inspecting.json"), (offered) =>
      inspectFile(offered, async () => unreadableMedia),
    ),
  });
  const addAfter = async (ms: number) => {
    const { reviewId, items } = await intake.offer([path]);
    nowMs += ms;
    intake.accept(
      reviewId,
      items.map(({ itemId }) => itemId),
      (fileName) => newDetails(fileName, "public"),
    );
    return added.at(-1)?.state.phase;
  };
  return { intake, addAfter };
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
    const details = (fileName: string) => newDetails(fileName, "public");
    const idsOf = ({ items }: typeof first) => items.map(({ itemId }) => itemId);
    const { uploadIds } = intake.accept(first.reviewId, idsOf(first), details);
    expect(uploadIds).toHaveLength(1);
    const again = intake.accept(second.reviewId, idsOf(second), details);
    expect(again.uploadIds).toEqual([]);
    expect(again.duplicates).toMatchObject([{ verdict: { kind: "duplicate", videoId: null, uploadId: uploadIds[0] } }]);
    expect(added).toHaveLength(1);
    // The user may still send it, as with any duplicate.
    expect(intake.accept(second.reviewId, idsOf(second), details)).toMatchObject({ duplicates: [] });
  });

  it("lets a row continue with the offered file when it has its content", async () => {
    const { intake } = setup();
    const { reviewId, items } = await intake.offer([path]);
    intake.accept(
      reviewId,
      items.map(({ itemId }) => itemId),
      (fileName) => newDetails(fileName, "public"),
    );
    const renamed = join(folder, "renamed.mp4");
    renameSync(path, renamed);
    const { items: again } = await intake.offer([renamed]);
    expect(again).toMatchObject([{ verdict: { kind: "duplicate" } }]);
    expect(foundAt).toEqual([renamed]);
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

  it("checks a file again when the clock was set back meanwhile", async () => {
    expect(await setup().addAfter(-3_600_000)).toBe("checking");
  });
});
