import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { AppErrorValue } from "../../shared/errors.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { saysGone } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";

export interface DeletionsDeps {
  database: DatabaseSync;
  removeOnBigGo: VideosApi["remove"];
  /** Epoch ms. */
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
  /** BigGo no longer has the video. */
  onDeleted: (videoId: string) => void;
  /** The videos are to be shown again (undone, or refused by BigGo). */
  onRestored: (videoIds: string[]) => void;
  onFailed: (videoIds: string[], error: AppErrorValue) => void;
}

/** Deleting with an undo: nothing is sent before the undo has run out, and what was asked for survives a restart. */
export interface Deletions {
  /** Videos that are to look deleted. */
  hidden(): ReadonlySet<string>;
  schedule(videoIds: readonly string[]): { deletionId: string; untilMs: number };
  /** False when it is too late. */
  undo(deletionId: string): boolean;
  /** Deletes a video now, without an undo; one that is gone already counts. Rejects with BigGoError. */
  removeNow(videoId: string): Promise<void>;
  /** Takes up what an earlier run left; their undo has run out. */
  resume(): void;
  stop(): void;
}

/** How long an undo is offered, ms. */
const undoMs = 8000;
/** How soon a deletion that could not be sent is tried again, ms. */
const retryMs = 15_000;

/** Builds the deletions over their table. */
export function createDeletions(deps: DeletionsDeps): Deletions {
  const { database, now, after } = deps;
  const insert = database.prepare("INSERT INTO deletion VALUES (?, ?, ?)");
  const update = database.prepare("UPDATE deletion SET video_ids = ? WHERE id = ?");
  const forget = database.prepare("DELETE FROM deletion WHERE id = ?");
  const pending = new Map<string, { videoIds: string[]; cancel: () => void; started: boolean }>();
  let stopped = false;

  const finish = (id: string) => {
    forget.run(id);
    pending.delete(id);
  };

  /** The video is no longer part of the deletion, also not of one that is taken up after a restart. */
  const leave = (id: string, videoId: string) => {
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

  const carryOut = async (id: string) => {
    const entry = pending.get(id);
    if (entry === undefined || stopped) return;
    entry.started = true;
    for (const videoId of [...entry.videoIds]) {
      try {
        await removeOne(videoId);
      } catch (cause) {
        if (stopped) return;
        const error = toErrorValue(cause);
        if (error.retryable) {
          entry.cancel = after(retryMs, () => void carryOut(id));
          return;
        }
        leave(id, videoId);
        deps.onRestored([videoId]);
        deps.onFailed([videoId], error);
        continue;
      }
      if (stopped) return;
      // Out of the cache before it leaves the list of hidden ones: it must not flash up in between.
      deps.onDeleted(videoId);
      leave(id, videoId);
    }
    finish(id);
  };

  return {
    hidden: () => new Set([...pending.values()].flatMap(({ videoIds }) => videoIds)),
    schedule(videoIds) {
      const id = randomUUID();
      const untilMs = now() + undoMs;
      insert.run(id, JSON.stringify(videoIds), untilMs);
      pending.set(id, { videoIds: [...videoIds], started: false, cancel: after(undoMs, () => void carryOut(id)) });
      return { deletionId: id, untilMs };
    },
    undo(id) {
      const entry = pending.get(id);
      if (entry === undefined || entry.started) return false;
      entry.cancel();
      finish(id);
      deps.onRestored(entry.videoIds);
      return true;
    },
    async removeNow(videoId) {
      await removeOne(videoId);
      if (!stopped) deps.onDeleted(videoId);
    },
    resume() {
      for (const row of database.prepare("SELECT * FROM deletion").all()) {
        const id = String(row.id);
        const videoIds = z.array(z.string()).parse(JSON.parse(String(row.video_ids)));
        pending.set(id, { videoIds, started: true, cancel: () => {} });
        void carryOut(id);
      }
    },
    stop() {
      stopped = true;
      for (const { cancel } of pending.values()) cancel();
    },
  };
}
