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

const titles = 4000;

/** A database with many rows in one table, closed. */
function makeFull(): void {
  const { database } = openDatabase(path(), 0);
  database.exec("BEGIN");
  const insert = database.prepare("INSERT INTO video_title VALUES (?, ?)");
  for (let index = 0; index < titles; index += 1) insert.run(`v${String(index).padStart(5, "0")}`, "title ".repeat(8));
  database.exec("COMMIT");
  database.close();
}

function overwrite(at: number, bytes: number): void {
  const file = openSync(path(), "r+");
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
}

const count = (database: DatabaseSync) =>
  Number(database.prepare("SELECT count(*) AS n FROM video_title").get()?.n ?? 0);

it("makes a new one, durable and migrated, and opens it again", () => {
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

describe("a damaged file", () => {
  it("that is no database any more is put aside and kept, and a new one begun", async () => {
    openDatabase(path(), 0).database.close();
    await writeFile(path(), "this was a database once, and is no more, whatever its name still says");
    const { database, condition } = openDatabase(path(), Date.UTC(2026, 0, 1));
    expect(condition).toMatchObject({ kind: "salvaged", rows: {} });
    expect(database.prepare("SELECT count(*) AS n FROM upload").get()).toEqual({ n: 0 });
    database.close();
    const names = await readdir(join(folder, "deep"));
    expect(names.some((name) => name.startsWith("uploader.sqlite.broken-2026-01-01"))).toBe(true);
  });

  it("with a bad page in the middle gives all rows before it and behind it", async () => {
    makeFull();
    const whole = await readFile(path());
    // A page that holds rows begins with 13 (https://sqlite.org/fileformat.html#b_tree_pages); its index could be
    // rebuilt.
    const pages = Array.from({ length: whole.length / 4096 }, (_, index) => index * 4096);
    const leaves = pages.filter((at) => whole[at] === 13 && whole.readUInt16BE(at + 3) > 50);
    overwrite(leaves[Math.floor(leaves.length / 2)] ?? 0, 4096);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    // A page of 4 KiB holds some sixty of these rows.
    expect(count(database)).toBeGreaterThan(titles - 200);
    expect(count(database)).toBeLessThan(titles);
    database.close();
  });

  it("that was cut off gives what is left of it", async () => {
    makeFull();
    truncateSync(path(), Math.floor((await stat(path())).size * 0.6));
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toMatchObject({ kind: "salvaged", rows: { video_title: count(database) } });
    expect(count(database)).toBeGreaterThan(titles / 4);
    database.close();
  });

  it.each([0, 1, 99])("that was cut to %i bytes is damaged, and its log is read", async (bytes) => {
    const { database: writing } = openDatabase(path(), 0);
    for (let index = 0; index < 300; index += 1) writing.exec(`INSERT INTO video_title VALUES ('v${index}', 'title')`);
    // As a crash leaves it: the log was not brought into the file.
    const log = await readFile(`${path()}-wal`);
    const whole = await readFile(path());
    writing.close();
    await writeFile(path(), whole.subarray(0, bytes));
    await writeFile(`${path()}-wal`, log);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    expect(count(database)).toBe(300);
    database.close();
    const names = await readdir(join(folder, "deep"));
    expect(names.filter((name) => name.includes(".broken-") && name.endsWith("-wal"))).toHaveLength(1);
  });

  it("is put aside only when the new one is complete: until then every start begins again", async () => {
    makeFull();
    overwrite(Math.floor((await stat(path())).size / 2 / 4096) * 4096, 4096);
    const failing = () => {
      throw new Error("killed in the middle");
    };
    expect(() => openDatabase(path(), 0, failing)).toThrow("killed in the middle");
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    expect(count(database)).toBeGreaterThan(titles - 200);
    database.close();
  });

  it("was put aside and the app ended before the new one took its place: it takes it now", async () => {
    makeFull();
    renameSync(path(), `${path()}.salvaged`);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    expect(count(database)).toBe(titles);
    database.close();
  });

  it("was put aside, and the app ended before its log was: the log is not taken for the new one's", async () => {
    makeFull();
    const other = join(folder, "other.sqlite");
    openDatabase(other, 0).database.close();
    const damaged = new DatabaseSync(other);
    damaged.exec("PRAGMA journal_mode = WAL; DELETE FROM video_title; INSERT INTO video_title VALUES ('stale', 'log')");
    copyFileSync(`${other}-wal`, `${path()}-wal`);
    damaged.close();
    renameSync(path(), `${path()}.salvaged`);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    expect(count(database)).toBe(titles);
    database.close();
  });

  it("does not hold up the start with a last row that is years away", () => {
    openDatabase(path(), 0).database.close();
    const writing = new DatabaseSync(path());
    writing.exec("INSERT INTO video_title (rowid, video_id, title) VALUES (1, 'a', 't'), (1000000000000, 'b', 't')");
    writing.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const page = Number(writing.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'ledger'").get()?.rootpage);
    writing.close();
    overwrite((page - 1) * 4096, 4096);
    const { database, condition } = openDatabase(path(), 0);
    expect(condition.kind).toBe("salvaged");
    expect(count(database)).toBe(1);
    database.close();
  });

  it("is told once: the new one is sound", () => {
    makeFull();
    overwrite(4096 * 3, 8192);
    openDatabase(path(), 0).database.close();
    const { database, condition } = openDatabase(path(), 0);
    expect(condition).toEqual({ kind: "sound" });
    database.close();
  });
});

it("shows what a newer version wrote by the columns it knows, and leaves the file as it is", async () => {
  makeFull();
  const newer = new DatabaseSync(path());
  newer.exec(
    "ALTER TABLE video_title ADD COLUMN mood TEXT; PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)",
  );
  // Its last change is still in the log only, as after a crash.
  newer.exec("INSERT INTO video_title (video_id, title) VALUES ('late', 't')");
  const [before, log] = [await readFile(path()), await readFile(`${path()}-wal`)];
  newer.close();
  await writeFile(path(), before);
  await writeFile(`${path()}-wal`, log);
  const { database, condition } = openDatabase(path(), 0);
  expect(condition).toEqual({ kind: "newer" });
  expect(count(database)).toBe(titles + 1);
  database.exec("DELETE FROM video_title");
  database.close();
  expect(before.equals(await readFile(path()))).toBe(true);
  expect(log.equals(await readFile(`${path()}-wal`))).toBe(true);
});

it("says that another program has locked it, and changes nothing", () => {
  makeFull();
  const other = new DatabaseSync(path());
  other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  expect(() => openDatabase(path(), 0)).toThrow(
    expect.objectContaining({ value: expect.objectContaining({ code: "database-locked", retryable: true }) }),
  );
  other.exec("COMMIT");
  other.close();
  const { database, condition } = openDatabase(path(), 0);
  expect(condition).toEqual({ kind: "sound" });
  expect(count(database)).toBe(titles);
  database.close();
});
