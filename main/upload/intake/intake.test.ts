import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
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

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "intake-"));
  path = join(folder, "clip.mp4");
  writeFileSync(path, Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65]));
  added = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function setup() {
  let id = 0;
  const intake = createIntake({
    newId: () => `id-${++id}`,
    now: () => nowMs,
    findVideo: () => null,
    openRows: () => new Map(),
    nextPosition: () => 1,
    add: (rows) => void added.push(...rows),
    choicesFor: () => null,
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
