import type { UploadPhase } from "../../../shared/model/upload.ts";
import { occupiesSlot } from "../machine/hold.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";

/** The rows as last committed, with what is asked of them at each commit kept at hand: it costs the same at any length. */
export interface QueueRows {
  all(): UploadRow[];
  get(id: string): UploadRow | undefined;
  /** The row a video came from. */
  ownerOf(videoId: string): UploadRow | undefined;
  /** How many have bytes on the wire, or may have at once. */
  sendingCount(): number;
  /** The one that is sent next. */
  firstQueued(): UploadRow | undefined;
  idsIn(phase: UploadPhase): string[];
  put(row: UploadRow): void;
  remove(id: string): void;
}

/** An empty queue. */
export function createQueueRows(): QueueRows {
  const rows = new Map<string, UploadRow>();
  const owners = new Map<string, string>();
  const sending = new Set<string>();
  const queued = new Set<string>();

  const mark = (marked: Set<string>, id: string, isMarked: boolean) => {
    if (isMarked) marked.add(id);
    else marked.delete(id);
  };

  return {
    all: () => [...rows.values()],
    get: (id) => rows.get(id),
    ownerOf: (videoId) => rows.get(owners.get(videoId) ?? ""),
    sendingCount: () => sending.size,
    firstQueued() {
      let first: UploadRow | undefined;
      for (const id of queued) {
        const row = rows.get(id);
        if (row !== undefined && (first === undefined || row.position < first.position)) first = row;
      }
      return first;
    },
    idsIn: (phase) => [...rows.values()].flatMap((row) => (row.state.phase === phase ? [row.id] : [])),
    put(row) {
      rows.set(row.id, row);
      const videoId = videoIdOf(row);
      // A repeat is linked to the video; it is not the one the video came from.
      if (videoId !== null && row.state.phase !== "duplicate") owners.set(videoId, row.id);
      mark(sending, row.id, occupiesSlot(row));
      mark(queued, row.id, row.state.phase === "queued");
    },
    remove(id) {
      rows.delete(id);
      sending.delete(id);
      queued.delete(id);
    },
  };
}
