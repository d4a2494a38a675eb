import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHandover } from "./handover.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "handover-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = { files: ["/videos/開箱 🎧.mp4"], add: true };

describe("createHandover", () => {
  it("hands a note over once and reports it as collected", () => {
    const left = createHandover(folder).leave(files);
    const owner = createHandover(folder);
    expect(left.isCollected()).toBe(false);
    expect(owner.collect()).toMatchObject([files]);
    expect(left.isCollected()).toBe(true);
    expect(owner.collect()).toEqual([]);
  });

  it("redelivers collected notes that were not taken, and deletes taken ones", () => {
    createHandover(folder).leave(files);
    createHandover(folder).collect();
    const [note] = createHandover(folder).recollect();
    expect(note).toMatchObject(files);
    note?.taken();
    expect(createHandover(folder).recollect()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("ignores files that are not notes", () => {
    writeFileSync(join(folder, "strange.json"), "{");
    writeFileSync(join(folder, "half.part"), '{"files":["/a.mp4"],');
    const handover = createHandover(folder);
    expect(handover.collect()).toEqual([]);
    handover.leave(files);
    expect(handover.collect()).toMatchObject([files]);
  });

  it("keeps a note that is unreadable now and hands over the others", () => {
    createHandover(folder).leave(files);
    const [name = ""] = readdirSync(folder);
    // A folder in a note's place: it can be renamed, and not be read.
    mkdirSync(join(folder, "busy.json"));
    const handover = createHandover(folder);
    expect(handover.collect()).toMatchObject([files]);
    expect(readdirSync(folder).sort()).toEqual(["busy.held", name.replace(".json", ".held")].sort());
  });

  it("reports a new note, even when the folder did not exist", async () => {
    const handover = createHandover(join(folder, "new"));
    const left = Promise.withResolvers<void>();
    const end = handover.watch(left.resolve);
    createHandover(join(folder, "new")).leave(files);
    await left.promise;
    end();
  });

  it("counts the processes that ended while they handled a note, and delivers such a note last", () => {
    createHandover(folder).leave(files);
    createHandover(folder).leave({ files: ["/videos/other.mp4"], add: false });
    for (const crashes of [0, 1]) {
      const notes = crashes === 0 ? createHandover(folder).collect() : createHandover(folder).recollect();
      expect(notes.find((note) => note.add)).toMatchObject({ crashes, recollected: crashes > 0 });
      notes.find((note) => note.add)?.started();
    }
    const [other, note] = createHandover(folder).recollect();
    expect(other).toMatchObject({ files: ["/videos/other.mp4"], crashes: 0 });
    expect(note).toMatchObject({ ...files, crashes: 2 });
    note?.started();
    note?.handled();
    expect(
      createHandover(folder)
        .recollect()
        .map(({ crashes }) => crashes),
    ).toEqual([0, 0]);
    for (const left of createHandover(folder).recollect()) left.taken();
    expect(readdirSync(folder)).toEqual([]);
  });
});
