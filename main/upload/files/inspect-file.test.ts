import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { titleFromFile } from "../../../shared/model/template.ts";
import { createFileSource } from "./file-source.ts";
import { createHashThread } from "./hash-thread.ts";
import { identifyFile } from "./inspect-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
});
afterEach(() => rm(folder, { recursive: true }));

const bytes = Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65]);

describe("identifyFile", () => {
  it.each([
    ["a blank at the end", "clip.mp4 ", "clip", "clip.mp4"],
    ["a dot at the end", "clip.MOV.", "clip", "clip.MOV"],
    ["a line break", "my\nclip.mp4", "my clip", "my\nclip.mp4"],
    ["decomposed letters", "Cafe\u0301.mp4", "Café", "Cafe\u0301.mp4"],
    ["a real U+FFFD", "clip \uFFFD.mp4", "clip \uFFFD", "clip \uFFFD.mp4"],
    ["nothing but an extension", ".mp4", ".mp4", ".mp4"],
    ["several dots", "clip.v2..final.mp4", "clip.v2..final", "clip.v2..final.mp4"],
    ["255 bytes", `${"開".repeat(83)}ab.mp4`, `${"開".repeat(83)}ab`, `${"開".repeat(83)}ab.mp4`],
    ["marks of direction", "\u202Eclip\u202C.mp4", "clip", "\u202Eclip\u202C.mp4"],
  ])("accepts a name with %s", async (_, name, title, sentName) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const inspection = await identifyFile(path);
    if (!inspection.ok) return expect.fail(inspection.code);
    const { file } = inspection.identified;
    expect(file).toMatchObject({ path, fileName: name });
    expect(titleFromFile(file.fileName)).toBe(title);
    expect(createFileSource({ ...inspection.identified, contentHash: null }, createHashThread()).fileName).toBe(
      sentName,
    );
  });

  it("refuses a path whose bytes were replaced, and names the reason", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${folder}/clip `), Buffer.from([0xff]), Buffer.from(".mp4")]), bytes);
    const [name = ""] = await readdir(folder);
    expect(name).toContain("\uFFFD");
    expect(await identifyFile(join(folder, name))).toMatchObject({ ok: false, code: "file-name-unusable" });
    expect(await identifyFile(join(folder, "gone.mp4"))).toMatchObject({ ok: false, code: "file-missing" });
  });
});
