import { isAbsolute } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type AddChoices, addChoicesSchema } from "../../shared/model/template.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { jsonColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";
import { isSameDriveTime } from "../foundation/drive-time.ts";
import type { FileStamp } from "./file-stamp.ts";

/** A watched folder as it is stored. */
export interface StoredFolder {
  id: string;
  path: string;
  choices: AddChoices;
}

/** Watched folders, and the stamps of files already handled, on disk; durable when a call returns. */
export interface WatchStore {
  folders(): StoredFolder[];
  /** Adds a folder; `seen` are the stamps of files to skip. */
  add(folder: StoredFolder, seen: readonly FileStamp[]): void;
  setChoices(id: string, choices: AddChoices): void;
  remove(id: string): void;
  /**
   * Whether the file was handled in this state. A drive may have renumbered it, rounded its time, or shifted it by a
   * time zone: then the new stamp is stored as well, so that the file is still recognised once it is renamed.
   */
  isSeen(id: string, stamp: FileStamp): boolean;
  markSeen(id: string, stamp: FileStamp): void;
}

const folderColumns = z.object({
  id: z.string(),
  path: z.string().refine(isAbsolute),
  choices: jsonColumn(addChoicesSchema),
});

/** Opens the watched folders in a database. */
export function createWatchStore(database: DatabaseSync, onUnreadable?: OnUnreadable): WatchStore {
  const table = { table: "watched_folder", key: ["id"], columns: folderColumns, onUnreadable };
  const selectFolders = prepareRows(database, "SELECT * FROM watched_folder ORDER BY rowid", table);
  const insert = database.prepare("INSERT INTO watched_folder VALUES (?, ?, ?)");
  const update = database.prepare("UPDATE watched_folder SET choices = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM watched_folder WHERE id = ?");
  const removeSeen = database.prepare("DELETE FROM watched_file WHERE folder_id = ?");
  const countSeen = database.prepare(
    "SELECT count(*) AS count FROM watched_file WHERE folder_id = ? AND stamp IN (?, ?)",
  );
  const selectBetween = database.prepare(
    "SELECT stamp FROM watched_file WHERE folder_id = ? AND stamp > ? AND stamp < ?",
  );
  const insertSeen = database.prepare("INSERT OR IGNORE INTO watched_file VALUES (?, ?)");
  const markBoth = (id: string, { byInode, byPath }: FileStamp) => {
    insertSeen.run(id, byInode);
    insertSeen.run(id, byPath);
  };
  const markSeen = (id: string, stamp: FileStamp) => inTransaction(database, () => markBoth(id, stamp));
  /** Whether the file was handled with a time that its drive may have turned into the present one. */
  const isSeenWithOtherTime = (id: string, { pathAndSize, mtimeNs }: FileStamp) => {
    // ";" is the character after ":", so this is every stamp of this path and size.
    const stamps = selectBetween.all(id, `${pathAndSize}:`, `${pathAndSize};`);
    return stamps.some(({ stamp }) => isSameDriveTime(String(stamp).slice(pathAndSize.length + 1), mtimeNs));
  };
  return {
    folders: selectFolders,
    add: ({ id, path, choices }, seen) =>
      inTransaction(database, () => {
        insert.run(id, path, JSON.stringify(choices));
        for (const stamp of seen) markBoth(id, stamp);
      }),
    setChoices: (id, choices) => void update.run(JSON.stringify(choices), id),
    remove: (id) =>
      inTransaction(database, () => {
        removeSeen.run(id);
        remove.run(id);
      }),
    isSeen(id, stamp) {
      const known = Number(countSeen.get(id, stamp.byInode, stamp.byPath)?.count ?? 0);
      if (known === 0 && !isSeenWithOtherTime(id, stamp)) return false;
      if (known < 2) markSeen(id, stamp);
      return true;
    },
    markSeen,
  };
}
