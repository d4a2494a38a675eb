import type { UploadPhase } from "../../../shared/model/upload.ts";
import { occupiesSlot } from "../machine/hold.ts";
import { isSameContent } from "../model/content.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";

/** The rows as last committed, indexed so that the work per commit does not grow with the queue. */
export interface QueueRows {
  all(): UploadRow[];
  get(id: string): UploadRow | undefined;
  /** The row that a video came from. */
  ownerOf(videoId: string): UploadRow | undefined;
  /** Number of rows that occupy an upload slot. */
  sendingCount(): number;
  /** The row that is sent next: not one that is held back, or whose content another row is sending, or may have sent. */
  firstQueued(isHeldBack: (row: UploadRow) => boolean): UploadRow | undefined;
  idsIn(phase: UploadPhase): string[];
  put(row: UploadRow): void;
  remove(id: string): void;
}

/** Creates an empty queue. */
export function createQueueRows(): QueueRows {
  const rows = new Map<string, UploadRow>();
  const owners = new Map<string, string>();
  const sending = new Set<string>();
  const queued = new Set<string>();
  const uncertain = new Set<string>();

  const setMember = (ids: Set<string>, id: string, isMember: boolean) => {
    if (isMember) ids.add(id);
    else ids.delete(id);
  };

  return {
    all: () => [...rows.values()],
    get: (id) => rows.get(id),
    ownerOf: (videoId) => rows.get(owners.get(videoId) ?? ""),
    sendingCount: () => sending.size,
    firstQueued(isHeldBack) {
      let first: UploadRow | undefined;
      const unresolved = [...sending, ...uncertain].flatMap((id) => rows.get(id) ?? []);
      for (const id of queued) {
        const row = rows.get(id);
        if (row === undefined || unresolved.some((other) => isSameContent(row, other) !== false)) continue;
        const isEarlier = first === undefined || row.position < first.position;
        if (isEarlier && !isHeldBack(row)) first = row;
      }
      return first;
    },
    idsIn: (phase) => [...rows.values()].flatMap((row) => (row.state.phase === phase ? [row.id] : [])),
    put(row) {
      rows.set(row.id, row);
      const videoId = videoIdOf(row);
      // A duplicate only links to the video, which came from elsewhere.
      if (videoId !== null && row.state.phase !== "duplicate") owners.set(videoId, row.id);
      setMember(sending, row.id, occupiesSlot(row));
      setMember(queued, row.id, row.state.phase === "queued");
      setMember(uncertain, row.id, row.state.phase === "uncertain");
    },
    remove(id) {
      rows.delete(id);
      sending.delete(id);
      queued.delete(id);
      uncertain.delete(id);
    },
  };
}
