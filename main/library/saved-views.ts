import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { type SavedView, savedViewSchema } from "../../shared/model/library-view.ts";
import { readJson } from "../database/stored-json.ts";

/** Named views of the library, on disk; durable when a call returns. */
export interface SavedViews {
  list(): SavedView[];
  /** Stores a view under its id, or as a new one when the id is empty; replaces another view of the same name. */
  save(view: SavedView): SavedView;
  remove(id: string): void;
}

/** Opens the views in a database. */
export function createSavedViews(database: DatabaseSync): SavedViews {
  const select = database.prepare("SELECT view FROM saved_view ORDER BY name");
  const upsert = database.prepare("INSERT OR REPLACE INTO saved_view VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM saved_view WHERE id = ?");
  return {
    list: () => select.all().flatMap(({ view }) => readJson(savedViewSchema, view) ?? []),
    save(view) {
      const stored = { ...view, id: view.id === "" ? randomUUID() : view.id };
      upsert.run(stored.id, stored.name, JSON.stringify(stored));
      return stored;
    },
    remove: (id) => void remove.run(id),
  };
}
