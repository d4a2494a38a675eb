import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { z } from "zod";
import { appErrorSchema } from "../../shared/errors.ts";
import { detailsPatchSchema, knownDetailsSchema } from "../../shared/model/video.ts";
import { readJson } from "../database/stored-json.ts";
import { editFields, type PendingEdit } from "./pending-edit.ts";

/** The cover chosen here for a video. */
interface ChosenCover {
  timeMs: number;
  savedAtMs: number;
}

/** Edits, and what BigGo takes and never returns, on disk; durable when a call returns. */
export interface EditStore {
  pending(): Map<string, PendingEdit>;
  get(videoId: string): PendingEdit | undefined;
  put(videoId: string, edit: PendingEdit): void;
  remove(videoId: string): void;
  /** BigGo never returns a title: this copy is the only one there is to read. */
  title(videoId: string): string | null;
  setTitle(videoId: string, title: string): void;
  cover(videoId: string): ChosenCover | null;
  setCover(videoId: string, cover: ChosenCover): void;
}

const heldSchema = z.array(z.enum(editFields));
const attemptedSchema = knownDetailsSchema.extend({ title: z.string().optional(), coverTimeMs: z.number().optional() });

const parsed = <T>(schema: z.ZodType<T>, text: SQLOutputValue | undefined, otherwise: T): T =>
  readJson(schema, text) ?? otherwise;

function editOf(row: Record<string, SQLOutputValue>): PendingEdit {
  return {
    patch: parsed(detailsPatchSchema, row.patch, {}),
    base: parsed(knownDetailsSchema, row.base, {}),
    attempted: parsed(attemptedSchema, row.attempted, {}),
    theirs: parsed(knownDetailsSchema, row.theirs, {}),
    error: parsed(appErrorSchema.nullable(), row.error, null),
    // Of an edit that an earlier version stored as refused, everything waits.
    held: parsed(heldSchema, row.held, row.error === null ? [] : [...editFields]),
  };
}

/** Opens the edits in a database. */
export function createEditStore(database: DatabaseSync): EditStore {
  const edits = new Map<string, PendingEdit>();
  for (const row of database.prepare("SELECT * FROM video_edit").all()) edits.set(String(row.video_id), editOf(row));
  const titles = new Map<string, string>();
  for (const row of database.prepare("SELECT * FROM video_title").all()) {
    titles.set(String(row.video_id), String(row.title));
  }
  const covers = new Map<string, ChosenCover>();
  for (const row of database.prepare("SELECT * FROM video_cover").all()) {
    covers.set(String(row.video_id), { timeMs: Number(row.time_ms), savedAtMs: Number(row.saved_at_ms) });
  }
  const upsert = database.prepare(
    `INSERT OR REPLACE INTO video_edit (video_id, patch, base, attempted, theirs, error, held)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare("DELETE FROM video_edit WHERE video_id = ?");
  const upsertTitle = database.prepare("INSERT OR REPLACE INTO video_title VALUES (?, ?)");
  const upsertCover = database.prepare("INSERT OR REPLACE INTO video_cover VALUES (?, ?, ?)");
  return {
    pending: () => edits,
    get: (videoId) => edits.get(videoId),
    put(videoId, edit) {
      const { patch, base, attempted, theirs, error, held } = edit;
      const error_ = error === null ? null : JSON.stringify(error);
      const [patch_ = "", base_ = "", attempted_ = "", theirs_ = "", held_ = ""] = [
        patch,
        base,
        attempted,
        theirs,
        held,
      ].map((part) => JSON.stringify(part));
      upsert.run(videoId, patch_, base_, attempted_, theirs_, error_, held_);
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
