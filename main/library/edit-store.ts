import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { z } from "zod";
import { appErrorSchema } from "../../shared/errors.ts";
import { type DetailsPatch, detailsPatchSchema, knownDetailsSchema } from "../../shared/model/video.ts";
import { readJson } from "../database/stored-json.ts";
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

const parseOr = <T>(schema: z.ZodType<T>, text: SQLOutputValue | undefined, fallback: T): T =>
  readJson(schema, text) ?? fallback;

/** Parses a stored patch field by field; a malformed field is dropped and the others are kept. */
function patchOf(text: SQLOutputValue | undefined): DetailsPatch {
  const stored = parseOr(z.record(z.string(), z.unknown()), text, {});
  const fields = Object.entries(stored).filter(
    ([name, value]) => detailsPatchSchema.safeParse({ [name]: value }).success,
  );
  return detailsPatchSchema.parse(Object.fromEntries(fields));
}

function editOf(row: Record<string, SQLOutputValue>): PendingEdit {
  return {
    patch: patchOf(row.patch),
    base: parseOr(knownDetailsSchema, row.base, {}),
    attempted: parseOr(attemptedSchema, row.attempted, {}),
    theirs: parseOr(knownDetailsSchema, row.theirs, {}),
    held: parseOr(heldSchema, row.held, {}),
  };
}

/** Opens the edits in a database. */
export function createEditStore(database: DatabaseSync): EditStore {
  const edits = new Map<string, PendingEdit>();
  for (const row of database.prepare("SELECT * FROM video_edit").all()) {
    const edit = editOf(row);
    if (fieldsOf(edit.patch).length > 0) edits.set(String(row.video_id), edit);
  }
  const titles = new Map<string, string>();
  for (const row of database.prepare("SELECT * FROM video_title").all()) {
    titles.set(String(row.video_id), String(row.title));
  }
  const covers = new Map<string, ChosenCover>();
  for (const row of database.prepare("SELECT * FROM video_cover").all()) {
    covers.set(String(row.video_id), { timeMs: Number(row.time_ms), savedAtMs: Number(row.saved_at_ms) });
  }
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
