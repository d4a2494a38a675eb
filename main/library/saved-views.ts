import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type SavedView, savedViewSchema } from "../../shared/model/library-view.ts";
import { jsonColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";

/** Named views of the library, on disk; durable when a call returns. */
export interface SavedViews {
  list(): SavedView[];
  /** Stores a view under its id, or as a new one when the id is empty; replaces another view of the same name. */
  save(view: SavedView): SavedView;
  remove(id: string): void;
}

const columns = z.object({ id: z.string(), view: jsonColumn(savedViewSchema) });

/** Opens the views in a database. */
export function createSavedViews(database: DatabaseSync, onUnreadable?: OnUnreadable): SavedViews {
  const table = { table: "saved_view", key: ["id"], columns, onUnreadable };
  const select = prepareRows(database, "SELECT id, view FROM saved_view ORDER BY name", table);
  const upsert = database.prepare("INSERT OR REPLACE INTO saved_view VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM saved_view WHERE id = ?");
  return {
    list: () => select().map(({ view }) => view),
    save(view) {
      const stored = { ...view, id: view.id === "" ? randomUUID() : view.id };
      upsert.run(stored.id, stored.name, JSON.stringify(stored));
      return stored;
    },
    remove: (id) => void remove.run(id),
  };
}
