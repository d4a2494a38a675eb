import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAccountDatabase } from "./account-database.ts";
import { fillEveryTable, shownBy } from "./damaged-rows.test-harness.ts";
import { openOffline } from "./offline-workspace.test-harness.ts";

let folder: string;
const original = () => join(folder, "original.sqlite");
const path = () => join(folder, "practice", "uploader.sqlite");

/** A table without its search index, which is derived from `video_text`. */
interface Column {
  table: string;
  name: string;
  type: string;
}

const withFile = <T>(work: (database: DatabaseSync) => T, file = path()): T => {
  const database = new DatabaseSync(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
};

const columnsOf = (database: DatabaseSync): Column[] =>
  database
    .prepare(
      `SELECT list.name AS "table", info.name, info.type FROM pragma_table_list AS list
       JOIN pragma_table_info(list.name) AS info
       WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT GLOB 'sqlite_*'`,
    )
    .all() as unknown as Column[];

/** One value in each kind of damage. */
function damagesOf(value: SQLOutputValue, type: string): SQLOutputValue[] {
  if (type !== "TEXT") return [2n ** 53n + 1n, -(2n ** 62n), -1, 2 ** 52];
  const text = String(value);
  const flipped = [0, 1, Math.floor(text.length / 2), text.length - 1].map((at) => {
    const bytes = Buffer.from(text);
    if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ 0x04;
    return bytes.toString();
  });
  const truncated = text.slice(0, Math.floor(text.length / 2));
  const wrongTypes = ["null", "[]", "{}", "7", '"text"', "1e999", ""];
  return [...flipped, truncated, text.replace(/\d+/, "9e307"), ...wrongTypes].filter((damaged) => damaged !== value);
}

const rowidOfFirst = (database: DatabaseSync, table: string) =>
  Number(database.prepare(`SELECT min(rowid) AS id FROM ${table}`).get()?.id);

function restore(): void {
  for (const file of readdirSync(dirname(path()))) rmSync(join(dirname(path()), file), { recursive: true });
  copyFileSync(original(), path());
}

/** Copies the filled file and damages one value; false where the table does not accept it. */
function damage({ table, name }: Column, value: SQLOutputValue): boolean {
  restore();
  return withFile((database) => {
    try {
      const id = rowidOfFirst(database, table);
      database.prepare(`UPDATE ${table} SET ${name} = ? WHERE rowid = ?`).run(value as never, id);
      return true;
    } catch {
      return false;
    }
  });
}

const countRows = (database: DatabaseSync, table: string) =>
  Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);

let columns: Column[];
let before: Set<string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "damaged-rows-"));
  mkdirSync(dirname(path()));
  const { database } = openAccountDatabase(path(), Date.now());
  fillEveryTable(database);
  // The index, and the marks of what it has to read again: neither has content of its own.
  columns = columnsOf(database).filter(({ table }) => !/^video_(?:fts|text_outdated)/.test(table));
  database.close();
  copyFileSync(path(), original());
  const workspace = openOffline(folder);
  workspace.start();
  before = shownBy(workspace);
  expect(workspace.notices.get()).toBeNull();
  await workspace.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** A value of another type, which SQLite refuses in a STRICT table: the schema is replaced while it is written. */
function damageType({ table, name }: Column): boolean {
  restore();
  const replaceSchema = (database: DatabaseSync, change: string) => {
    if ("enableDefensive" in database) database.enableDefensive(false);
    database.exec("PRAGMA writable_schema = ON");
    database.prepare(`UPDATE sqlite_schema SET sql = ${change} WHERE name = ?`).run(table);
  };
  withFile((database) => replaceSchema(database, "replace(sql, ') STRICT', ')')"));
  return withFile((database) => {
    const id = rowidOfFirst(database, table);
    const isInteger = columns.some(
      (column) => column.table === table && column.name === name && column.type !== "TEXT",
    );
    // The key of `video_text` is its rowid, which is always a number.
    if (table === "video_text" && isInteger) return false;
    database.prepare(`UPDATE ${table} SET ${name} = x'ff00' WHERE rowid = ?`).run(id);
    replaceSchema(database, "sql || ' STRICT'");
    return true;
  });
}

/** Opens the account; returns what is no longer shown, and whether the user is notified of it. */
async function open(table: string): Promise<{ missing: string[]; isNotified: boolean; kept: number }> {
  const workspace = openOffline(folder);
  workspace.start();
  const shown = shownBy(workspace);
  const isNotified = workspace.notices.get() !== null;
  await workspace.close();
  const missing = [...before].filter((row) => !shown.has(row));
  return { missing, isNotified, kept: withFile((database) => countRows(database, table)) };
}

const tablesWithoutView = ["ledger", "fact", "watched_file", "video_cover", "figures_day"];

describe("one damaged row", () => {
  it("is tried in every table", () => {
    expect(withFile((database) => columns.filter(({ table }) => countRows(database, table) < 2))).toEqual([]);
    const tables = new Set([...before].map((row) => row.split(" ")[0]));
    const unseen = columns.filter(({ table }) => !tables.has(table) && !tablesWithoutView.includes(table));
    expect(unseen).toEqual([]);
  });

  it("leaves the account open, shows every other row, and is kept and reported", { timeout: 300_000 }, async () => {
    const problems: string[] = [];
    let tried = 0;
    for (const column of columns) {
      const { table, name, type } = column;
      const value = withFile((database) => {
        const select = database.prepare(`SELECT ${name} AS value FROM ${table} WHERE rowid = ?`);
        return select.get(rowidOfFirst(database, table))?.value ?? null;
      }, original());
      for (const damaged of damagesOf(value, type)) {
        if (!damage(column, damaged)) continue;
        tried += 1;
        const rows = withFile((database) => countRows(database, table));
        const found = await open(table).catch((error: unknown) => ({
          missing: [String(error)],
          isNotified: false,
          kept: rows,
        }));
        const others = found.missing.filter((row) => row.includes("good") || !/ (bad|deleted-bad)|deletion /.test(row));
        const what = `${table}.${name} = ${String(damaged).slice(0, 40)}`;
        if (others.length > 0) problems.push(`${what}: ${others.join(", ")}`);
        if (found.kept < rows) problems.push(`${what}: the row was deleted`);
        if (found.missing.some((row) => row.startsWith(`${table} `)) && !found.isNotified && !isAlwaysValid(column)) {
          problems.push(`${what}: no notice`);
        }
      }
    }
    expect(tried).toBeGreaterThan(300);
    expect(problems).toEqual([]);
  });

  it("costs only itself when a value has a type that its column cannot have", { timeout: 120_000 }, async () => {
    const problems: string[] = [];
    for (const column of columns) {
      if (!damageType(column)) continue;
      const found = await open(column.table);
      const others = found.missing.filter((row) => row.includes("good"));
      if (others.length > 0) problems.push(`${column.table}.${column.name}: ${others.join(", ")}`);
      if (!found.isNotified) problems.push(`${column.table}.${column.name}: no notice`);
    }
    expect(problems).toEqual([]);
  });

  it("opens with any flipped byte of the file", { timeout: 120_000 }, async () => {
    const bytes = readFileSync(original());
    for (let at = 7; at < bytes.length; at += Math.floor(bytes.length / 97)) {
      restore();
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(path(), damaged);
      await expect(open("upload"), `byte ${at}`).resolves.toBeDefined();
    }
  });

  it("is reported until the user has dismissed it, and not after the next start", async () => {
    damage({ table: "upload", name: "state", type: "TEXT" }, "{");
    const start = () => {
      const workspace = openOffline(folder);
      workspace.start();
      return workspace;
    };
    const expected = { kind: "unreadable", uploads: 1, changes: 0, others: 0 };
    for (const dismisses of [false, true]) {
      const workspace = start();
      expect(workspace.notices.get()).toEqual(expected);
      if (dismisses) workspace.notices.dismiss();
      await workspace.close();
    }
    const workspace = start();
    expect(workspace.notices.get()).toBeNull();
    await workspace.close();
  });
});

/** A damaged id, day or address of a picture is another valid one, or is read from BigGo again. */
function isAlwaysValid({ table, name }: Column): boolean {
  return ["id", "video_id", "day", "key", "url", "folder"].includes(name) || table === "video_text";
}
