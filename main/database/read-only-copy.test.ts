import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acquireExclusiveLock } from "./exclusive-lock.ts";
import { openFacts } from "./facts.ts";
import { openDatabase } from "./open-database.ts";
import { openReadOnlyCopy } from "./read-only-copy.ts";
import { sqliteFailureOf } from "./storage-failure.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "read-only-copy-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const open = (path: string) => openDatabase(path, { nowMs: 0, onSalvaged: () => {} }).database;

describe("openReadOnlyCopy", () => {
  it("shows what the file holds and refuses every write as a full disk does", () => {
    const path = join(folder, "a.sqlite");
    const database = open(path);
    openFacts(database).set("name", "value");
    database.close();
    const before = readFileSync(path);
    const facts = openFacts(openReadOnlyCopy(path));
    expect(facts.get("name")).toBe("value");
    let failure: unknown = null;
    try {
      facts.set("name", "other");
    } catch (error) {
      failure = sqliteFailureOf(error);
    }
    expect(failure).toBe("full");
    expect(facts.get("name")).toBe("value");
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("shows what only the WAL of a killed process holds", () => {
    const [path, killed] = [join(folder, "b.sqlite"), join(folder, "killed.sqlite")];
    const database = open(path);
    openFacts(database).set("name", "in the WAL");
    for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, killed + suffix);
    database.close();
    expect(openFacts(openReadOnlyCopy(killed)).get("name")).toBe("in the WAL");
  });

  it("is empty where there is no file, and creates none", () => {
    const path = join(folder, "none.sqlite");
    expect(openFacts(openReadOnlyCopy(path)).get("name")).toBeNull();
    expect(readdirSync(folder)).not.toContain("none.sqlite");
  });
});

describe("acquireExclusiveLock", () => {
  it("needs no journal, which a full disk would refuse", () => {
    const lock = acquireExclusiveLock(join(folder, "lock", "owner"));
    expect(readdirSync(join(folder, "lock"))).toEqual(["owner"]);
    lock?.release();
  });
});
