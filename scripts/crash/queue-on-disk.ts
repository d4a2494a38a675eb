import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A row of the queue as stored on disk. */
export interface StoredPhase {
  id: string;
  fileName: string;
  phase: string;
  attempts: number;
  /** The video that the row became; null while it has none. */
  videoId: string | null;
}

const selectRows = `SELECT id, file ->> 'fileName' AS fileName, state ->> 'phase' AS phase, attempts,
  state ->> 'videoId' AS videoId FROM upload`;

function databaseIn(data: string): string | null {
  try {
    const [account] = readdirSync(join(data, "accounts"));
    return account === undefined ? null : join(data, "accounts", account, "uploader.sqlite");
  } catch {
    return null;
  }
}

/** Reads a running app's queue from its database, read-only. Empty while there is no readable database. */
export function readQueue(data: string): StoredPhase[] {
  const path = databaseIn(data);
  if (path === null) return [];
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const rows = database.prepare(selectRows).all();
      return rows.map(({ id, fileName, phase, attempts, videoId }) => ({
        id: String(id),
        fileName: String(fileName),
        phase: String(phase),
        attempts: Number(attempts),
        videoId: videoId === null ? null : String(videoId),
      }));
    } finally {
      database.close();
    }
  } catch {
    return [];
  }
}

/** Resolves to true once another row, or another attempt, enters `phase`; to false after `timeoutMs`. */
export async function waitForPhase(data: string, phase: string, timeoutMs: number): Promise<boolean> {
  const inPhase = () => readQueue(data).flatMap((row) => (row.phase === phase ? [`${row.id} ${row.attempts}`] : []));
  const before = new Set(inPhase());
  const endMs = performance.now() + timeoutMs;
  while (performance.now() < endMs) {
    if (inPhase().some((row) => !before.has(row))) return true;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return false;
}
