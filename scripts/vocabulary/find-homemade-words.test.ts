import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../run/paths.ts";
import { findHomemadeWords } from "./find-homemade-words.ts";
import { exceptions } from "./homemade-words.ts";

describe("findHomemadeWords", () => {
  it("finds nothing in this repository", () => {
    expect(findHomemadeWords(root)).toEqual([]);
  });

  it("names file, line, word and replacement", () => {
    const folder = mkdtempSync(join(tmpdir(), "vocabulary-"));
    mkdirSync(join(folder, "main"));
    writeFileSync(join(folder, "main", "a.ts"), "const ok = 1;\n// Whoever waits looks again.\n");
    expect(findHomemadeWords(folder)).toEqual([
      expect.stringMatching(/^main\/a\.ts:2: looks again \(write: /),
      expect.stringMatching(/^main\/a\.ts:2: Whoever \(write: /),
    ]);
    rmSync(folder, { recursive: true });
  });

  it("states a reason for every exception", () => {
    for (const { why } of exceptions) expect(why.length).toBeGreaterThan(10);
  });
});
