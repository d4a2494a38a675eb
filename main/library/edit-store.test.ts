import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrations } from "../database/migrations.ts";
import { openDatabase } from "../database/open-database.ts";
import { createEditStore } from "./edit-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edit-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, "db.sqlite");
const open = () => openDatabase(path(), { nowMs: 0, onSalvaged: () => {} }).database;

describe("createEditStore", () => {
  it("keeps the valid fields of an edit with a malformed one", () => {
    const database = open();
    const duplicates = [1, 2].map(() => ({ ref: { nindex: "a", oid: "b" } }));
    const write = database.prepare("INSERT INTO video_edit (video_id, patch, base) VALUES (?, ?, '{}')");
    write.run("v1", JSON.stringify({ title: "Typed", products: duplicates }));
    write.run("v2", JSON.stringify({ products: duplicates }));
    const store = createEditStore(database);
    expect(store.get("v1")?.patch).toEqual({ title: "Typed" });
    // Nothing valid is left of the other edit, so it must not stay pending forever.
    expect(store.get("v2")).toBeUndefined();
    database.close();
  });

  it("migrates the refusal of an edit from the schema with one reason per edit", () => {
    const error = { code: "invalid-field", message: "", retryable: false, details: {} };
    const older = new DatabaseSync(path());
    for (const step of migrations.slice(0, 2)) older.exec(step);
    older.exec("PRAGMA user_version = 2");
    const write = older.prepare("INSERT INTO video_edit (video_id, patch, error, held) VALUES (?, ?, ?, ?)");
    write.run("refused", '{"title":"a","access":"private"}', JSON.stringify(error), '["title"]');
    write.run("older", '{"title":"a"}', JSON.stringify(error), null);
    write.run("pending", '{"title":"a"}', null, "[]");
    older.close();
    const database = open();
    const store = createEditStore(database);
    expect(store.get("refused")?.held).toEqual({ title: error });
    expect(store.get("older")?.held).toMatchObject({ title: error, products: error });
    expect(store.get("pending")?.held).toEqual({});
    database.close();
  });
});
