import type { DatabaseSync } from "node:sqlite";
import { type Content, isSameContent } from "../../upload/model/content.ts";
import type { UploadRow } from "../../upload/model/upload-row.ts";
import type { Ledger } from "../../upload/queue/ledger.ts";
import type { UploadStore } from "../../upload/queue/upload-store.ts";
import { createSimDatabase, type SimCommit } from "./sim-database.ts";

/** What survives a crash: the queue as objects, so that rules can be checked at each commit, and the library's database. */
export interface SimDisk {
  rows: Map<string, UploadRow>;
  /** Video → the content that became it. */
  ledger: Map<string, Content>;
  /** The files that other starts have handed over, until they are in the queue. */
  handovers: Set<readonly string[]>;
  paused: boolean;
  rateLimitedUntilMs: number | null;
  database: DatabaseSync;
  commits: number;
}

/** Creates an empty disk. */
export function createSimDisk(): SimDisk {
  const database = createSimDatabase();
  return {
    rows: new Map(),
    ledger: new Map(),
    handovers: new Set(),
    paused: false,
    rateLimitedUntilMs: null,
    database,
    commits: 0,
  };
}

/** The video that this very content became; null when that is not known. */
export function findInLedger({ ledger }: Pick<SimDisk, "ledger">, content: Content): string | null {
  const found = [...ledger].find(([, sent]) => isSameContent(content, sent) === true);
  return found?.[0] ?? null;
}

/** The ledger as a process uses it. */
export function openSimLedger(disk: SimDisk): Pick<Ledger, "find" | "hasHint" | "owns" | "forget"> {
  return {
    find: (content) => findInLedger(disk, content),
    hasHint: (hint) => [...disk.ledger.values()].some(({ fingerprint }) => fingerprint === hint),
    owns: (videoId) => disk.ledger.has(videoId),
    forget: (videoId) => void disk.ledger.delete(videoId),
  };
}

/** The queue's store as a process uses it: each write goes through `commit`. */
export function openSimStore(
  disk: SimDisk,
  commit: SimCommit,
  onCommit: (before: UploadRow | undefined, after: UploadRow) => void,
): UploadStore {
  const write = (row: UploadRow) => {
    const before = disk.rows.get(row.id);
    disk.rows.set(row.id, row);
    onCommit(before, row);
  };
  return {
    load: () => [...disk.rows.values()].sort((a, b) => a.position - b.position),
    save: (row) => commit(() => write(row)),
    saveAll: (rows) => commit(() => rows.forEach(write)),
    removeAll: (ids) => commit(() => ids.forEach((id) => void disk.rows.delete(id))),
    loadPaused: () => disk.paused,
    loadRateLimit: () => disk.rateLimitedUntilMs,
    saveRateLimit: (untilMs) =>
      commit(() => {
        disk.rateLimitedUntilMs = untilMs;
      }),
    savePaused: (paused) =>
      commit(() => {
        disk.paused = paused;
      }),
  };
}
