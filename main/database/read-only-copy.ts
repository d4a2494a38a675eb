import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { openInMemory } from "./open-database.ts";
import { salvage } from "./salvage.ts";

/**
 * Opens a file for reading where nothing can be written: SQLite's WAL needs a file of shared memory, unless the
 * connection is exclusive. On a read-only disk only the file itself is read; what its WAL still holds is not shown.
 * Null when it cannot be read.
 */
function openSource(path: string): DatabaseSync | null {
  const immutable = pathToFileURL(path);
  immutable.searchParams.set("immutable", "1");
  for (const open of [() => new DatabaseSync(path), () => new DatabaseSync(immutable, { readOnly: true })]) {
    let source: DatabaseSync | null = null;
    try {
      source = open();
      source.exec("PRAGMA locking_mode = EXCLUSIVE");
      source.prepare("SELECT count(*) FROM sqlite_schema").get();
      return source;
    } catch {
      source?.close();
    }
  }
  return null;
}

function readInto(target: DatabaseSync, path: string): void {
  if (!existsSync(path)) return;
  const source = openSource(path);
  if (source === null) return;
  try {
    salvage(target, source);
  } finally {
    source.close();
  }
}

/**
 * A copy in memory of what can be read of a database on a disk that cannot be written; empty when there is none. Every
 * write to it fails like one on a full disk, so that nothing is accepted that would be lost.
 */
export function openReadOnlyCopy(path: string): DatabaseSync {
  const copy = openInMemory();
  readInto(copy, path);
  copy.exec("PRAGMA query_only = ON");
  return copy;
}
