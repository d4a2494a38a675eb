import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "./open-database.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "database-"));
});
afterEach(() => rm(folder, { recursive: true }));
const path = () => join(folder, "deep", "uploader.sqlite");

it("makes a new one, durable and migrated, and opens it again", () => {
  const { database, setAside } = openDatabase(path(), 0);
  expect(setAside).toBeNull();
  expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  database.exec("INSERT INTO fact VALUES ('a', 'b')");
  database.close();
  const again = openDatabase(path(), 0).database;
  expect(again.prepare("SELECT value FROM fact").get()).toEqual({ value: "b" });
  again.close();
});

it("puts a file that is no database aside, keeps it, and begins a new one", async () => {
  openDatabase(path(), 0).database.close();
  await writeFile(path(), "this was a database once, and is no more, whatever its name still says");
  const { database, setAside } = openDatabase(path(), Date.UTC(2026, 0, 1));
  expect(setAside).toContain("broken-2026-01-01");
  expect(database.prepare("SELECT count(*) AS n FROM upload").get()).toEqual({ n: 0 });
  database.close();
  expect((await readdir(join(folder, "deep"))).some((name) => name.includes("broken-"))).toBe(true);
});

it("leaves one of a newer version alone and says so", () => {
  openDatabase(path(), 0).database.close();
  const newer = new DatabaseSync(path());
  newer.exec("PRAGMA user_version = 999");
  newer.close();
  expect(() => openDatabase(path(), 0)).toThrow(/newer version/);
});
