import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHandover } from "./handover.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "handover-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = { files: ["/videos/開箱 🎧.mp4"], add: true };

it("hands over what was left, once, and tells who left it", () => {
  const left = createHandover(folder).leave(files);
  const owner = createHandover(folder);
  expect(left.isCollected()).toBe(false);
  expect(owner.collect()).toMatchObject([files]);
  expect(left.isCollected()).toBe(true);
  expect(owner.collect()).toEqual([]);
});

it("hands over again what an owner did not live to take, and forgets what was taken", () => {
  createHandover(folder).leave(files);
  createHandover(folder).collect();
  const [note] = createHandover(folder).recollect();
  expect(note).toMatchObject(files);
  note?.taken();
  expect(createHandover(folder).recollect()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

it("does not stumble over what is none of its notes", () => {
  writeFileSync(join(folder, "strange.json"), "{");
  writeFileSync(join(folder, "half.part"), '{"files":["/a.mp4"],');
  const handover = createHandover(folder);
  expect(handover.collect()).toEqual([]);
  handover.leave(files);
  expect(handover.collect()).toMatchObject([files]);
});

it("keeps a note that cannot be read now, and hands over the others", () => {
  createHandover(folder).leave(files);
  const [name = ""] = readdirSync(folder);
  // A folder in a note's place: it can be renamed, and not be read.
  mkdirSync(join(folder, "busy.json"));
  const handover = createHandover(folder);
  expect(handover.collect()).toMatchObject([files]);
  expect(readdirSync(folder).sort()).toEqual(["busy.held", name.replace(".json", ".held")].sort());
});

it("tells when something is left, also in a folder that did not exist", async () => {
  const handover = createHandover(join(folder, "new"));
  const told = Promise.withResolvers<void>();
  const end = handover.watch(told.resolve);
  createHandover(join(folder, "new")).leave(files);
  await told.promise;
  end();
});
