import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
let nowMs = 1_800_000_000_000;
let added: UploadRow[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "intake-"));
  added = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function setup() {
  let id = 0;
  const path = join(folder, "clip.mp4");
  writeFileSync(path, Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65]));
  const intake = createIntake({
    newId: () => `id-${++id}`,
    now: () => nowMs,
    findVideo: () => null,
    openRows: () => new Map(),
    nextPosition: () => 1,
    add: (rows) => void added.push(...rows),
    choicesFor: () => null,
    inspections: createInspections(null, (path) => inspectFile(path, async () => unreadableMedia)),
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
  return { addAfter };
}

describe("intake", () => {
  it("queues a file that was just inspected without checking it again", async () => {
    expect(await setup().addAfter(500)).toBe("queued");
  });

  it("checks a file again that was inspected a while ago", async () => {
    expect(await setup().addAfter(60_000)).toBe("checking");
  });

  it("checks a file again when the clock was set back meanwhile", async () => {
    expect(await setup().addAfter(-3_600_000)).toBe("checking");
  });
});
