import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportedMembers, isExported } from "./exported-members.test-harness.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const isTest = (path: string) => /\.(test|sandbox-test|test-harness)\.ts$/.test(path);
const sources = [
  ...globSync("main/biggo/**/*.ts", { cwd: root }).filter((path) => !isTest(path)),
  "shared/model/video.ts",
];

const document = read("docs/biggo-client.md");

/** Rows of the table: the name in the Python client, the counterpart here, and a note. */
const rows = [...document.matchAll(/^\| `(biggo_api\.[\w.]+)` \| `([\w.]+)` \|(.*)\|$/gm)].map(
  ([, python = "", ours = "", note = ""]) => ({ python, ours, note }),
);
const namesIn = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

/** Files that the document lists for import, with the values to import from them. */
const imports = [...document.matchAll(/^\| `(main\/biggo\/[\w/.-]+\.ts)` \| (.*) \|$/gm)].map(
  ([, path = "", what = ""]) => ({ path, names: namesIn(what) }),
);
const exportedTypes = [...read("main/biggo/index.ts").matchAll(/^export type \{([^}]+)\}/gm)].flatMap(
  ([, list = ""]) => list.match(/\w+/g) ?? [],
);

/** SHA-256 of the 144 sorted names, one per line: none can be dropped or replaced unnoticed. */
const hashOfNames = "ef139722036bdf6d23e747942627a9443df279bf13235e3e4f1f4279004aa64c";

describe("docs/biggo-client.md", () => {
  const members = exportedMembers(sources.map(read));

  it("names each of the 144 public names of the Python client once", () => {
    const names = rows.map(({ python }) => python).toSorted();
    expect(new Set(names).size).toBe(144);
    expect(names).toHaveLength(144);
    expect(createHash("sha256").update(names.join("\n")).digest("hex")).toBe(hashOfNames);
  });

  it("has no row that this test does not read", () => {
    expect(document.match(/biggo_api\./g)).toHaveLength(rows.length);
  });

  it.each(rows)("names an existing counterpart of $python: $ours", ({ ours }) => {
    expect(isExported(ours, members)).toBe(true);
  });

  it("names only existing members in its notes", () => {
    const named = rows.flatMap(({ note }) => [...note.matchAll(/`([A-Z]\w+\.\w+)`/g)].map(([, path = ""]) => path));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !isExported(path, members))).toEqual([]);
  });

  it.each(imports)("lists values that $path exports", ({ path, names }) => {
    const exported = exportedMembers([read(path)]);
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
  });

  it("lists a file to import every counterpart from", () => {
    const ofIndex = exportedMembers([read("main/biggo/index.ts")]).keys();
    const importable = new Set([...ofIndex, ...exportedTypes, ...imports.flatMap(({ names }) => names)]);
    const roots = rows.map(({ ours }) => ours.split(".")[0] ?? "");
    expect(roots.filter((name) => !importable.has(name))).toEqual([]);
  });
});

describe("exportedMembers", () => {
  const source = read("main/biggo/wire/api-video.ts");

  it("finds the fields of an interface, and misses one that was removed", () => {
    const removed = source.replace("  viewCount: number;\n", "");
    expect(removed).not.toBe(source);
    expect(isExported("ApiVideo.viewCount", exportedMembers([source]))).toBe(true);
    expect(isExported("ApiVideo.viewCount", exportedMembers([removed]))).toBe(false);
  });

  it("misses a key that was removed from a constant, a method, and what is not exported", () => {
    const text =
      "export const A = { b: 1 } as const; export interface C { d(): void } const E = {}; export type F = { g: 1 };";
    const members = exportedMembers([text]);
    expect(["A.b", "C.d", "F.g"].filter((path) => !isExported(path, members))).toEqual([]);
    expect(["A.c", "C.e", "E", "F.h", "G"].filter((path) => isExported(path, members))).toEqual([]);
  });

  it("includes inherited members", () => {
    const members = exportedMembers([
      "export class A extends Error { b = 1 } export interface C extends D {}",
      "export interface D { e: 1 }",
    ]);
    expect(["A.b", "A.message", "C.e"].filter((path) => !isExported(path, members))).toEqual([]);
  });

  it("throws when two sources export the same name", () => {
    expect(() => exportedMembers([source, source])).toThrow("exported twice");
  });
});
