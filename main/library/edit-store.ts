import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { appErrorSchema } from "../../shared/errors.ts";
import { type DetailsPatch, detailsPatchSchema, knownDetailsSchema } from "../../shared/model/video.ts";
import { jsonColumn, timeColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";
import { editFields, fieldsOf, type PendingEdit } from "./pending-edit.ts";

/** The cover chosen in this app for a video. */
interface ChosenCover {
  timeMs: number;
  savedAtMs: number;
}

/** Edits, and details BigGo accepts but never returns, on disk; durable when a call returns. */
export interface EditStore {
  pending(): Map<string, PendingEdit>;
  get(videoId: string): PendingEdit | undefined;
  put(videoId: string, edit: PendingEdit): void;
  remove(videoId: string): void;
  /** The title; BigGo never returns titles, so this is the only readable copy. Null when unknown. */
  title(videoId: string): string | null;
  setTitle(videoId: string, title: string): void;
  cover(videoId: string): ChosenCover | null;
  setCover(videoId: string, cover: ChosenCover): void;
}

const heldSchema = z.partialRecord(z.enum(editFields), appErrorSchema);
const attemptedSchema = knownDetailsSchema.extend({ title: z.string().optional(), coverTimeMs: z.number().optional() });

/** A column that older versions did not write. */
const optionalColumn = <T>(schema: z.ZodType<T>) => jsonColumn(schema).nullable();

const editColumns = z.object({
  video_id: z.string(),
  patch: jsonColumn(z.record(z.string(), z.unknown())).refine((patch) => Object.keys(patch).length > 0),
  base: optionalColumn(knownDetailsSchema),
  attempted: optionalColumn(attemptedSchema),
  theirs: optionalColumn(knownDetailsSchema),
  held: optionalColumn(heldSchema),
});
const titleColumns = z.object({ video_id: z.string(), title: z.string() });
const coverColumns = z.object({ video_id: z.string(), time_ms: z.int().min(0), saved_at_ms: timeColumn });

/** The valid fields of a stored patch, and whether there were others. */
function readPatch(stored: Record<string, unknown>): { patch: DetailsPatch; isPartial: boolean } {
  const fields = Object.entries(stored);
  const valid = fields.filter(([name, value]) => detailsPatchSchema.safeParse({ [name]: value }).success);
  return { patch: detailsPatchSchema.parse(Object.fromEntries(valid)), isPartial: valid.length < fields.length };
}

/** The pending edits; of an edit with a malformed field the others are kept. */
function loadEdits(database: DatabaseSync, onUnreadable: OnUnreadable | undefined): Map<string, PendingEdit> {
  const table = { table: "video_edit", key: ["video_id"], columns: editColumns, onUnreadable };
  const edits = new Map<string, PendingEdit>();
  for (const row of prepareRows(database, "SELECT * FROM video_edit", table)()) {
    const { patch, isPartial } = readPatch(row.patch);
    if (isPartial) onUnreadable?.({ table: table.table, key: row.video_id });
    const { base, attempted, theirs, held } = row;
    const edit = { patch, base: base ?? {}, attempted: attempted ?? {}, theirs: theirs ?? {}, held: held ?? {} };
    if (fieldsOf(patch).length > 0) edits.set(row.video_id, edit);
  }
  return edits;
}

/** Opens the edits in a database. */
export function createEditStore(database: DatabaseSync, onUnreadable?: OnUnreadable): EditStore {
  const edits = loadEdits(database, onUnreadable);
  const key = ["video_id"];
  const titleTable = { table: "video_title", key, columns: titleColumns, onUnreadable };
  const titleRows = prepareRows(database, "SELECT * FROM video_title", titleTable)();
  const titles = new Map(titleRows.map((row) => [row.video_id, row.title]));
  const coverTable = { table: "video_cover", key, columns: coverColumns, onUnreadable };
  const coverRows = prepareRows(database, "SELECT * FROM video_cover", coverTable)();
  const covers = new Map<string, ChosenCover>(
    coverRows.map((row) => [row.video_id, { timeMs: row.time_ms, savedAtMs: row.saved_at_ms }]),
  );
  const upsert = database.prepare(
    "INSERT OR REPLACE INTO video_edit (video_id, patch, base, attempted, theirs, held) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM video_edit WHERE video_id = ?");
  const upsertTitle = database.prepare("INSERT OR REPLACE INTO video_title VALUES (?, ?)");
  const upsertCover = database.prepare("INSERT OR REPLACE INTO video_cover VALUES (?, ?, ?)");
  return {
    pending: () => edits,
    get: (videoId) => edits.get(videoId),
    put(videoId, edit) {
      const { patch, base, attempted, theirs, held } = edit;
      upsert.run(videoId, ...[patch, base, attempted, theirs, held].map((part) => JSON.stringify(part)));
      edits.set(videoId, edit);
    },
    remove(videoId) {
      remove.run(videoId);
      edits.delete(videoId);
    },
    title: (videoId) => titles.get(videoId) ?? null,
    setTitle(videoId, title) {
      upsertTitle.run(videoId, title);
      titles.set(videoId, title);
    },
    cover: (videoId) => covers.get(videoId) ?? null,
    setCover(videoId, cover) {
      upsertCover.run(videoId, cover.timeMs, cover.savedAtMs);
      covers.set(videoId, cover);
    },
  };
}
