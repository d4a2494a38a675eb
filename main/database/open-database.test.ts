import { copyFileSync, openSync, renameSync, truncateSync, writeSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase as open } from "./open-database.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "database-"));
});
afterEach(() => rm(folder, { recursive: true }));
const path = () => join(folder, "deep", "uploader.sqlite");

const openDatabase = (at: string, nowMs: number, onSalvaged: (database: DatabaseSync) => void = () => {}) =>
  open(at, { nowMs, onSalvaged });

const rowCount = 4000;

/** Creates a database with many rows in one table, and closes it. */
function createFilledDatabase(): void {
  const { database } = openDatabase(path(), 0);
  database.exec("BEGIN");
  const insert = database.prepare("INSERT INTO video_title VALUES (?, ?)");
  for (let index = 0; index < rowCount; index += 1)
    insert.run(`v${String(index).padStart(5, "0")}`, "title ".repeat(8));
  database.exec("COMMIT");
  database.close();
}

function corrupt(at: number, bytes: number): void {
  const file = openSync(path(), "r+");
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
}

const countRows = (database: DatabaseSync) =>
  Number(database.prepare("SELECT count(*) AS n FROM video_title").get()?.n ?? 0);

describe("openDatabase", () => {
  it("creates a durable, migrated database and opens it again", () => {
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
    database.exec("INSERT INTO fact VALUES ('a', 'b')");
    database.close();
    const again = openDatabase(path(), 0).database;
    expect(again.prepare("SELECT value FROM fact").get()).toEqual({ value: "b" });
    again.close();
  });
});

describe("openDatabase with a damaged file", () => {
  it("moves a file that is not a database aside and creates a new one", async () => {
    openDatabase(path(), 0).database.close();
    await writeFile(path(), "this was a database once, and is no more, whatever its name still says");
    const { database, condition } = openDatabase(path(), Date.UTC(2026, 0, 1));
    expect(condition).toMatchObject({ kind: "salvaged", rows: {} });
    expect(database.prepare("SELECT count(*) AS n FROM upload").get()).toEqual({ n: 0 });
    database.close();
    const names = await readdir(join(folder, "deep"));
    expect(names.some((name) => name.startsWith("uploader.sqlite.broken-2026-01-01"))).toBe(true);
  });

  it("recovers all rows before and after a bad page", async () => {
    createFilledDatabase();
    const whole = await readFile(path());
    // A leaf page with rows starts with 13 (https://sqlite.org/fileformat.html#b_tree_pages); a damaged index page
    // could be rebuilt.
    const pages = Array.from({ length: whole.length / 4096 }, (_, index) => index * 4096);
    const leaves = pages.filter((at) => whole[at] === 13 && whole.readUInt16BE(at + 3) > 50);
    corrupt(leaves[Math.floor(leaves.length / 2)] ?? 0, 4096);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    // A 4 KiB page holds about sixty of these rows.
    expect(countRows(database)).toBeGreaterThan(rowCount - 200);
    expect(countRows(database)).toBeLessThan(rowCount);
    database.close();
  });

  it("recovers the rows left in a truncated file", async () => {
    createFilledDatabase();
    truncateSync(path(), Math.floor((await stat(path())).size * 0.6));
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toMatchObject({ kind: "salvaged", rows: { video_title: countRows(database) } });
    expect(countRows(database)).toBeGreaterThan(rowCount / 4);
    database.close();
  });

  it.each([0, 1, 99])("treats a file of %i bytes as damaged and recovers its WAL", async (bytes) => {
    const { database: writing } = openDatabase(path(), 0);
    for (let index = 0; index < 300; index += 1) writing.exec(`INSERT INTO video_title VALUES ('v${index}', 'title')`);
    // The state after a crash: the WAL was not checkpointed.
    const wal = await readFile(`${path()}-wal`);
    const whole = await readFile(path());
    writing.close();
    await writeFile(path(), whole.subarray(0, bytes));
    await writeFile(`${path()}-wal`, wal);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    expect(countRows(database)).toBe(300);
    database.close();
    const names = await readdir(join(folder, "deep"));
    expect(names.filter((name) => name.includes(".broken-") && name.endsWith("-wal"))).toHaveLength(1);
  });

  it("moves it aside only once the new file is complete, and starts over until then", async () => {
    createFilledDatabase();
    corrupt(Math.floor((await stat(path())).size / 2 / 4096) * 4096, 4096);
    const failSalvage = () => {
      throw new Error("killed during salvage");
    };
    expect(() => openDatabase(path(), 0, failSalvage)).toThrow("killed during salvage");
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    expect(countRows(database)).toBeGreaterThan(rowCount - 200);
    database.close();
  });

  it("puts the new file in place when the app ended after moving the damaged one", async () => {
    createFilledDatabase();
    renameSync(path(), `${path()}.salvaged`);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    expect(countRows(database)).toBe(rowCount);
    database.close();
  });

  it("does not apply the damaged file's WAL to the new file when the app ended before moving it", async () => {
    createFilledDatabase();
    const other = join(folder, "other.sqlite");
    openDatabase(other, 0).database.close();
    const damaged = new DatabaseSync(other);
    damaged.exec("PRAGMA journal_mode = WAL; DELETE FROM video_title; INSERT INTO video_title VALUES ('stale', 'log')");
    copyFileSync(`${other}-wal`, `${path()}-wal`);
    damaged.close();
    renameSync(path(), `${path()}.salvaged`);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    expect(countRows(database)).toBe(rowCount);
    database.close();
  });

  it("limits the scan when a damaged page reports a huge last rowid", () => {
    openDatabase(path(), 0).database.close();
    const writing = new DatabaseSync(path());
    writing.exec("INSERT INTO video_title (rowid, video_id, title) VALUES (1, 'a', 't'), (1000000000000, 'b', 't')");
    writing.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const page = Number(writing.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'ledger'").get()?.rootpage);
    writing.close();
    corrupt((page - 1) * 4096, 4096);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    expect(countRows(database)).toBe(1);
    database.close();
  });

  it("reports the damage once: the new file is sound", () => {
    createFilledDatabase();
    corrupt(4096 * 3, 8192);
    openDatabase(path(), 0).database.close();
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    database.close();
  });
});

describe("openDatabase with a file it cannot use", () => {
  it("shows the known columns of a newer version's file and leaves the file unchanged", async () => {
    createFilledDatabase();
    const newer = new DatabaseSync(path());
    newer.exec(
      "ALTER TABLE video_title ADD COLUMN mood TEXT; PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)",
    );
    // As after a crash, its last change is only in the WAL.
    newer.exec("INSERT INTO video_title (video_id, title) VALUES ('late', 't')");
    const [before, wal] = [await readFile(path()), await readFile(`${path()}-wal`)];
    newer.close();
    await writeFile(path(), before);
    await writeFile(`${path()}-wal`, wal);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "newer" });
    expect(countRows(database)).toBe(rowCount + 1);
    database.exec("DELETE FROM video_title");
    database.close();
    expect(before.equals(await readFile(path()))).toBe(true);
    expect(wal.equals(await readFile(`${path()}-wal`))).toBe(true);
  });

  it("throws database-locked while another program holds the lock, and changes nothing", () => {
    createFilledDatabase();
    const other = new DatabaseSync(path());
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    expect(() => openDatabase(path(), 0)).toThrow(
      expect.objectContaining({ value: expect.objectContaining({ code: "database-locked", retryable: true }) }),
    );
    other.exec("COMMIT");
    other.close();
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    expect(countRows(database)).toBe(rowCount);
    database.close();
  });
});
