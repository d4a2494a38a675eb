import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type AppErrorValue, signInCodes } from "../../shared/errors.ts";
import type { PendingDeletion } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { saysGone } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import { ignoringStorageFailure, isStorageFailure } from "../database/storage-failure.ts";
import { jsonColumn, timeColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";
import type { After } from "../foundation/clock.ts";

export interface DeletionsDeps {
  database: DatabaseSync;
  /** A stored deletion is malformed: it is not carried out. */
  onUnreadable?: OnUnreadable | undefined;
  removeOnBigGo: VideosApi["remove"];
  /** Epoch ms. */
  now: () => number;
  after: After;
  /** BigGo no longer has the video. */
  onDeleted: (videoId: string) => void;
  /** The videos must be shown again: the deletion was undone, or BigGo refused it. */
  onRestored: (videoIds: string[]) => void;
  onFailed: (videoIds: string[], error: AppErrorValue) => void;
}

/**
 * Deletions with an undo: nothing is sent until the undo expires. Requested deletions survive a restart; one whose undo
 * had not expired is offered for undo again, in full, and waits until it was.
 */
export interface Deletions {
  /** Ids of videos to hide because their deletion is pending. */
  hidden(): ReadonlySet<string>;
  schedule(videoIds: readonly string[]): { deletionId: string; untilMs: number };
  /** False when the deletion has already started, or is unknown. */
  undo(deletionId: string): boolean;
  /** Deletes a video now, without an undo; succeeds if it is already gone. Rejects with BigGoError. */
  removeNow(videoId: string): Promise<void>;
  /** Resumes the deletions that an earlier run left pending. */
  resume(): void;
  /** The deletions that can be undone, to be shown now: the undo of those that an earlier run left starts with this. */
  offerUndos(): PendingDeletion[];
  stop(): void;
}

const columns = z.object({ id: z.string(), video_ids: jsonColumn(z.array(z.string())), until_ms: timeColumn });

/** Stored as the end of the undo of a deletion that has started. */
const started = 0;

/** How long an undo is offered, ms. */
const undoMs = 8000;
/** Delay before a failed deletion request is retried, ms; it doubles with every failure in a row. */
const retryMs = 15_000;
const maxRetryMs = 15 * 60_000;

/** Whether an error says nothing about the video: neither the connection nor the key is its fault. */
const isAboutConnection = ({ code, retryable }: AppErrorValue) => retryable || code === "tls" || signInCodes.has(code);

interface Deletion {
  videoIds: string[];
  cancel: () => void;
  /** End of the undo, epoch ms; null until the undo of a deletion that an earlier run left is offered. */
  untilMs: number | null;
  started: boolean;
  /** Failed requests in a row. */
  failures: number;
}

/** Builds the deletions over their table. */
export function createDeletions(deps: DeletionsDeps): Deletions {
  const { database, now, after } = deps;
  const table = { table: "deletion", key: ["id"], columns, onUnreadable: deps.onUnreadable };
  const select = prepareRows(database, "SELECT * FROM deletion ORDER BY rowid", table);
  const insert = database.prepare("INSERT INTO deletion VALUES (?, ?, ?)");
  const update = database.prepare("UPDATE deletion SET video_ids = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM deletion WHERE id = ?");
  const updateUntil = database.prepare("UPDATE deletion SET until_ms = ? WHERE id = ?");
  const pending = new Map<string, Deletion>();
  let stopped = false;

  const finish = (id: string) => {
    remove.run(id);
    pending.delete(id);
  };

  /** Removes the video from the deletion, and from the stored copy that a restart resumes. */
  const removeVideo = (id: string, videoId: string) => {
    const entry = pending.get(id);
    if (entry === undefined) return;
    entry.videoIds = entry.videoIds.filter((other) => other !== videoId);
    update.run(JSON.stringify(entry.videoIds), id);
  };

  const removeOne = async (videoId: string) => {
    try {
      await deps.removeOnBigGo(videoId);
    } catch (error) {
      const gone = saysGone(error);
      if (!gone) throw error;
    }
  };

  const retryLater = (id: string, entry: Deletion) => {
    entry.cancel = after(Math.min(retryMs * 2 ** entry.failures, maxRetryMs), () => void run(id));
    entry.failures += 1;
  };

  const execute = async (id: string) => {
    const entry = pending.get(id);
    if (entry === undefined || stopped) return;
    entry.started = true;
    // If this cannot be stored, the undo is offered once more after a restart.
    ignoringStorageFailure(() => void updateUntil.run(started, id));
    for (const videoId of [...entry.videoIds]) {
      try {
        await removeOne(videoId);
      } catch (cause) {
        if (stopped) return;
        const error = toErrorValue(cause);
        if (isAboutConnection(error)) {
          retryLater(id, entry);
          return;
        }
        removeVideo(id, videoId);
        deps.onRestored([videoId]);
        deps.onFailed([videoId], error);
        continue;
      }
      if (stopped) return;
      entry.failures = 0;
      // Remove it from the cache before it stops being hidden, so that it does not reappear in between.
      deps.onDeleted(videoId);
      removeVideo(id, videoId);
    }
    finish(id);
  };

  const run = (id: string): Promise<void> =>
    execute(id).catch((error: unknown) => {
      if (!isStorageFailure(error)) throw error;
      const entry = pending.get(id);
      if (entry !== undefined && !stopped) retryLater(id, entry);
    });

  /** Carries the deletion out once its undo has been offered for its whole time. */
  const startUndo = (id: string, entry: Deletion): number => {
    entry.untilMs = now() + undoMs;
    entry.cancel = after(undoMs, () => void run(id));
    return entry.untilMs;
  };

  return {
    hidden: () => new Set([...pending.values()].flatMap(({ videoIds }) => videoIds)),
    schedule(videoIds) {
      const id = randomUUID();
      const untilMs = now() + undoMs;
      insert.run(id, JSON.stringify(videoIds), untilMs);
      const entry = { videoIds: [...videoIds], started: false, untilMs, cancel: () => {}, failures: 0 };
      pending.set(id, entry);
      return { deletionId: id, untilMs: startUndo(id, entry) };
    },
    undo(id) {
      const entry = pending.get(id);
      if (entry === undefined || entry.started) return false;
      entry.cancel();
      pending.delete(id);
      // If this cannot be stored, the undo is offered once more after a restart; nothing is deleted before.
      ignoringStorageFailure(() => void remove.run(id));
      deps.onRestored(entry.videoIds);
      return true;
    },
    async removeNow(videoId) {
      await removeOne(videoId);
      if (!stopped) deps.onDeleted(videoId);
    },
    resume() {
      for (const { id, video_ids: videoIds, until_ms: untilMs } of select()) {
        pending.set(id, { videoIds, started: untilMs === started, untilMs: null, cancel: () => {}, failures: 0 });
        if (untilMs === started) void run(id);
      }
    },
    offerUndos: () =>
      [...pending].flatMap(([deletionId, entry]) => {
        if (entry.started) return [];
        const untilMs = entry.untilMs ?? startUndo(deletionId, entry);
        return [{ deletionId, count: entry.videoIds.length, untilMs }];
      }),
    stop() {
      stopped = true;
      for (const { cancel } of pending.values()) cancel();
    },
  };
}
