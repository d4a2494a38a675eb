import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const schema = `
  CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS users (
    userid TEXT PRIMARY KEY, at_userid TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS videos (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id TEXT NOT NULL UNIQUE, userid TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL,
    access INTEGER NOT NULL, products TEXT NOT NULL, thumbnail_ms INTEGER NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT, file_name TEXT NOT NULL, file TEXT, mime TEXT NOT NULL,
    length_ms INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, ready_ms INTEGER NOT NULL, edited INTEGER NOT NULL,
    views INTEGER NOT NULL, likes INTEGER NOT NULL, comments INTEGER NOT NULL,
    deleted INTEGER NOT NULL, removed INTEGER NOT NULL, failed TEXT
  );
  DROP INDEX IF EXISTS videos_of_user;
  CREATE INDEX IF NOT EXISTS videos_listed ON videos (userid, created_ms DESC, seq DESC)
    WHERE deleted = 0 AND removed = 0;
  CREATE INDEX IF NOT EXISTS videos_processing ON videos (userid, ready_ms)
    WHERE deleted = 0 AND removed = 0 AND failed IS NULL;
  CREATE UNIQUE INDEX IF NOT EXISTS videos_by_content ON videos (sha256) WHERE deleted = 0 AND sha256 IS NOT NULL;
`;

/**
 * Folders of one sandbox: `videos` holds committed files, `incoming` partially received ones, `covers` frames extracted
 * from videos, `images` uploaded search images.
 */
export interface SandboxFolders {
  readonly videos: string;
  readonly incoming: string;
  readonly covers: string;
  readonly images: string;
}

/** Creates the folders under `dir` and empties `incoming`: files that a crash left there were never committed. */
export function prepareFolders(dir: string): SandboxFolders {
  const folders = {
    videos: join(dir, "videos"),
    incoming: join(dir, "incoming"),
    covers: join(dir, "covers"),
    images: join(dir, "images"),
  };
  rmSync(folders.incoming, { recursive: true, force: true });
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  return folders;
}

/** Opens or creates `dir/sandbox.sqlite` in WAL mode with the current tables. */
export function openDatabase(dir: string): DatabaseSync {
  const database = new DatabaseSync(join(dir, "sandbox.sqlite"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
  database.exec(schema);
  return database;
}

/** Runs `work` in one transaction, which is rolled back when it throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const value = work();
    database.exec("COMMIT");
    return value;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** Removes files in `folders.videos` without a row, left by a crash between renaming a file and committing its row. */
export function removeOrphans(database: DatabaseSync, folders: SandboxFolders): void {
  const rows = database.prepare("SELECT file FROM videos WHERE file IS NOT NULL AND deleted = 0").all();
  const owned = new Set(rows.map((row) => String(row.file)));
  for (const name of readdirSync(folders.videos)) {
    if (!owned.has(name)) rmSync(join(folders.videos, name), { force: true });
  }
}
