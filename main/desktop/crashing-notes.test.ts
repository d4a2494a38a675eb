import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHandover } from "./handover.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crashing-notes-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Leaves a note for files with different content. */
function leave(...names: string[]): void {
  const paths = names.map((name) => join(folder, name));
  for (const path of paths)
    writeFileSync(path, Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65, ...Buffer.from(path)]));
  createHandover(join(folder, "handover")).leave({ files: paths, add: true });
}

/** A start in a process of its own; what it added and refused, or null when it was killed. */
function start(killer = ""): { added: string[]; refused: string[] } | null {
  const script = join(import.meta.dirname, "crashing-notes.test-harness.ts");
  const { stdout, stderr, signal } = spawnSync(process.execPath, [script, folder, killer], {
    encoding: "utf8",
    timeout: 20_000,
  });
  if (signal === "SIGKILL") return null;
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

describe("a note whose handling ends the process", () => {
  it("is set aside and named at the third start, and the others are handled", () => {
    leave("a.mp4", "whatever.mp4");
    leave("b.mp4");
    const results = [start("whatever.mp4"), start("whatever.mp4"), start("whatever.mp4")];
    expect(results.slice(0, 2)).toEqual([null, null]);
    expect(results[2]?.refused).toEqual(["a.mp4", "whatever.mp4"]);
    // The other one was handled before, or now.
    expect(readdirSync(join(folder, "handover"))).toEqual([]);
  });

  it("costs only the file that does it, also among others of the same note", () => {
    leave("a.mp4", "killer.mp4", "b.mp4", "c.mp4", "d.mp4");
    leave("e.mp4");
    expect([start(), start()]).toEqual([null, null]);
    const third = start();
    expect(third?.refused).toEqual(["killer.mp4"]);
    expect(third?.added).toEqual(expect.arrayContaining(["a.mp4", "b.mp4", "c.mp4", "d.mp4"]));
    expect(readdirSync(join(folder, "handover"))).toEqual([]);
  });
});
