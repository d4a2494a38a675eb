import type { DatabaseSync } from "node:sqlite";
import { type AppErrorValue, appErrorSchema } from "../../shared/errors.ts";
import { type DetailsPatch, detailsPatchSchema } from "../../shared/model/video.ts";

/** Changes of a published video that BigGo has not confirmed. */
export interface PendingEdit {
  patch: DetailsPatch;
  /** Grows with each change, so that a confirmation of an older one is not taken for this one's. */
  revision: number;
  /** Why BigGo refused it, if it did. */
  error: AppErrorValue | null;
}

/** Edits and titles on disk; durable when a call returns. */
export interface EditStore {
  pending(): Map<string, PendingEdit>;
  get(videoId: string): PendingEdit | undefined;
  put(videoId: string, edit: PendingEdit): void;
  remove(videoId: string): void;
  /** BigGo never returns a title: this copy is the only one there is to read. */
  title(videoId: string): string | null;
  setTitle(videoId: string, title: string): void;
}

/** Opens the edits in a database. */
export function createEditStore(database: DatabaseSync): EditStore {
  const edits = new Map<string, PendingEdit>();
  for (const row of database.prepare("SELECT * FROM video_edit").all()) {
    edits.set(String(row.video_id), {
      patch: detailsPatchSchema.parse(JSON.parse(String(row.patch))),
      revision: Number(row.revision),
      error: row.error === null ? null : appErrorSchema.parse(JSON.parse(String(row.error))),
    });
  }
  const titles = new Map<string, string>();
  for (const row of database.prepare("SELECT * FROM video_title").all()) {
    titles.set(String(row.video_id), String(row.title));
  }
  const upsert = database.prepare("INSERT OR REPLACE INTO video_edit VALUES (?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM video_edit WHERE video_id = ?");
  const upsertTitle = database.prepare("INSERT OR REPLACE INTO video_title VALUES (?, ?)");
  return {
    pending: () => edits,
    get: (videoId) => edits.get(videoId),
    put(videoId, edit) {
      const error = edit.error === null ? null : JSON.stringify(edit.error);
      upsert.run(videoId, JSON.stringify(edit.patch), edit.revision, error);
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
  };
}
