import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createCrashRecord } from "./crash-record.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crash-record-"));
  path = join(folder, "record.json");
});
afterEach(() => rmSync(folder, { recursive: true }));
const content = () => JSON.parse(readFileSync(path, "utf8")) as unknown;

it("is readable after each write, whether it grew or shrank", () => {
  const record = createCrashRecord(path);
  for (const value of [["繁體中文"], ["a", "b", "c", "d"], [], ["a"]]) {
    record.write(value);
    expect(content()).toEqual(value);
  }
  record.close();
  record.write(["again"]);
  expect(content()).toEqual(["again"]);
  record.close();
});

it.runIf(process.platform !== "win32")("is for the user alone, and never written through a link", () => {
  const other = join(folder, "other");
  writeFileSync(other, "untouched");
  symlinkSync(other, path);
  const record = createCrashRecord(path);
  record.write(["a"]);
  record.write(["b"]);
  record.close();
  expect(readFileSync(other, "utf8")).toBe("untouched");
  expect(lstatSync(path).isFile()).toBe(true);
  expect(lstatSync(path).mode & 0o777).toBe(0o600);
});

it("throws when there is no folder for it", () => {
  expect(() => createCrashRecord(join(folder, "missing", "record.json")).write([])).toThrow();
});
