import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
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

it("keeps what was typed when another field of the edit makes no sense", () => {
  const database = open();
  const twice = [1, 2].map(() => ({ ref: { nindex: "a", oid: "b" } }));
  const write = database.prepare("INSERT INTO video_edit (video_id, patch, base) VALUES (?, ?, '{}')");
  write.run("v1", JSON.stringify({ title: "Typed", products: twice }));
  write.run("v2", JSON.stringify({ products: twice }));
  const store = createEditStore(database);
  expect(store.get("v1")?.patch).toEqual({ title: "Typed" });
  // Nothing is left of the other one: it must not look pending for good.
  expect(store.get("v2")).toBeUndefined();
  database.close();
});

it("takes over why an edit was refused from the version that knew one reason for all of it", () => {
  const error = { code: "invalid-field", message: "", retryable: false, details: {} };
  const before = new DatabaseSync(path());
  for (const step of migrations.slice(0, 2)) before.exec(step);
  before.exec("PRAGMA user_version = 2");
  const write = before.prepare("INSERT INTO video_edit (video_id, patch, error, held) VALUES (?, ?, ?, ?)");
  write.run("refused", '{"title":"a","access":"private"}', JSON.stringify(error), '["title"]');
  write.run("older", '{"title":"a"}', JSON.stringify(error), null);
  write.run("pending", '{"title":"a"}', null, "[]");
  before.close();
  const database = open();
  const store = createEditStore(database);
  expect(store.get("refused")?.held).toEqual({ title: error });
  expect(store.get("older")?.held).toMatchObject({ title: error, products: error });
  expect(store.get("pending")?.held).toEqual({});
  database.close();
});
