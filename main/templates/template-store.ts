import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type AddChoices, addChoicesSchema, type Template, templateSchema } from "../../shared/model/template.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";
import { jsonColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";

/** Templates, and the last choices per folder, on disk; durable when a call returns. */
export interface TemplateStore {
  list(): Template[];
  get(id: string): Template | null;
  /** Stores a template under its id, or as a new one when the id is empty. */
  save(template: Template): Template;
  remove(id: string): void;
  /** The last choices for files of a folder; null when there are none. */
  choicesFor(folder: string): AddChoices | null;
  /** Remembers choices for folders. Ignores storage failures: they are a convenience. */
  rememberChoices(folders: readonly string[], choices: AddChoices): void;
}

const templateColumns = z.object({ id: z.string(), template: jsonColumn(templateSchema) });
const choicesColumns = z.object({ folder: z.string(), choices: jsonColumn(addChoicesSchema) });

/** Opens the templates in a database. */
export function createTemplateStore(database: DatabaseSync, onUnreadable?: OnUnreadable): TemplateStore {
  const templateTable = { table: "template", key: ["id"], columns: templateColumns, onUnreadable };
  const rows = prepareRows(database, "SELECT id, template FROM template", templateTable)();
  const templates = new Map(rows.map(({ template }) => [template.id, template]));
  const choicesTable = { table: "folder_default", key: ["folder"], columns: choicesColumns, onUnreadable };
  const choiceRows = prepareRows(database, "SELECT * FROM folder_default", choicesTable)();
  const choicesByFolder = new Map(choiceRows.map(({ folder, choices }) => [folder, choices]));
  const upsert = database.prepare("INSERT OR REPLACE INTO template VALUES (?, ?, ?)");
  const remove = database.prepare("DELETE FROM template WHERE id = ?");
  const upsertChoices = database.prepare("INSERT OR REPLACE INTO folder_default VALUES (?, ?)");
  return {
    list: () => [...templates.values()].sort((a, b) => a.name.localeCompare(b.name)),
    get: (id) => templates.get(id) ?? null,
    save(template) {
      const stored = { ...template, id: template.id === "" ? randomUUID() : template.id };
      upsert.run(stored.id, stored.name, JSON.stringify(stored));
      templates.set(stored.id, stored);
      return stored;
    },
    remove(id) {
      remove.run(id);
      templates.delete(id);
    },
    choicesFor(folder) {
      const choices = choicesByFolder.get(folder);
      if (choices === undefined) return null;
      const { templateId } = choices;
      return { ...choices, templateId: templateId !== null && templates.has(templateId) ? templateId : null };
    },
    rememberChoices(folders, choices) {
      for (const folder of folders) choicesByFolder.set(folder, choices);
      ignoringStorageFailure(() =>
        inTransaction(database, () => {
          for (const folder of folders) upsertChoices.run(folder, JSON.stringify(choices));
        }),
      );
    },
  };
}
