import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type { Video } from "../biggo/wire/video.ts";
import { openFacts } from "../database/facts.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { type OnUnreadable, prepareRows, type RowSchema } from "../database/stored-rows.ts";
import { parseStoredVideo } from "./stored-video.ts";

/** A cached video and its position in the order in which videos were first seen. */
export interface CachedVideo {
  video: Video;
  firstSeen: number;
}

/** The user's own videos as last seen on BigGo, kept on disk so that the library opens instantly and offline. */
export interface VideoCache {
  all(): Map<string, CachedVideo>;
  get(videoId: string): CachedVideo | undefined;
  /** Stores videos as seen now; returns the ids of those that are new or have changed. */
  put(videos: readonly Video[]): string[];
  /** Videos that are not in `seen` and were first seen before `mark` was taken. */
  unseen(seen: ReadonlySet<string>, mark: number): Video[];
  removeAll(videoIds: readonly string[]): void;
  /** The position of the most recent first sighting: videos first seen from now on get a higher one. */
  mark(): number;
  remove(videoId: string): void;
  /** A named time, such as that of the last sync, epoch ms; null when there is none. */
  readTime(name: string): number | null;
  writeTime(name: string, ms: number): void;
}

const markFact = "library.mark";

const columns: RowSchema<CachedVideo> = {
  safeParse({ video_id, first_seen, video: text }) {
    const video = parseStoredVideo(text);
    const firstSeen = Number(first_seen);
    const isValid = Number.isSafeInteger(firstSeen) && firstSeen >= 0 && video?.videoId === video_id;
    return isValid && video !== null ? { success: true, data: { video, firstSeen } } : { success: false };
  },
};

/** Opens the cache. Everything is held in memory; every change is durable when the call returns. */
export function createVideoCache(database: DatabaseSync, onUnreadable?: OnUnreadable): VideoCache {
  const videos = new Map<string, CachedVideo>();
  const facts = openFacts(database);
  const storedMark = facts.getNumber(markFact);
  /** Ids of videos whose rows are malformed. */
  const leftOut = new Set<string>();
  const leaveOut: OnUnreadable = (row) => {
    leftOut.add(row.key);
    onUnreadable?.(row);
  };
  const sql = "SELECT video_id, first_seen, video FROM video ORDER BY created_at_ms DESC";
  const stored = prepareRows(database, sql, { table: "video", key: ["video_id"], columns, onUnreadable: leaveOut })();
  for (const { video, firstSeen } of stored) {
    // No video was first seen after the last sighting: such a number is damaged.
    if (firstSeen > (storedMark ?? firstSeen)) leaveOut({ table: "video", key: video.videoId });
    else videos.set(video.videoId, { video, firstSeen });
  }
  const upsert = database.prepare(
    `INSERT INTO video (video_id, created_at_ms, first_seen, video) VALUES (?, ?, ?, ?)
     ON CONFLICT (video_id) DO UPDATE SET
     created_at_ms = excluded.created_at_ms, first_seen = excluded.first_seen, video = excluded.video`,
  );
  const remove = database.prepare("DELETE FROM video WHERE video_id = ?");

  // Stored separately: derived from the rows, it would go back when the newest row is deleted or lost with a damaged
  // page, and a video first seen after that would count as seen before an upload attempt made in between.
  let newestMark = storedMark ?? Math.max(0, ...Array.from(videos.values(), ({ firstSeen }) => firstSeen));

  const firstSeenOf = (videoId: string): number => {
    // When it was first seen is lost: before any attempt, so that no upload takes the video for its own.
    if (leftOut.has(videoId)) return 0;
    return videos.get(videoId)?.firstSeen ?? newestMark + 1;
  };

  return {
    all: () => videos,
    get: (videoId) => videos.get(videoId),
    mark: () => newestMark,
    put(seen) {
      const changed = seen.filter((video) => !isDeepStrictEqual(videos.get(video.videoId)?.video, video));
      if (changed.length === 0) return [];
      const previousMark = newestMark;
      inTransaction(database, () => {
        for (const video of changed) {
          const firstSeen = firstSeenOf(video.videoId);
          newestMark = Math.max(newestMark, firstSeen);
          upsert.run(video.videoId, video.createdAtMs, firstSeen, JSON.stringify(video));
          videos.set(video.videoId, { video, firstSeen });
        }
        if (newestMark !== previousMark) facts.set(markFact, String(newestMark));
      });
      return changed.map(({ videoId }) => videoId);
    },
    unseen: (seen, mark) =>
      [...videos.values()].flatMap(({ video, firstSeen }) =>
        seen.has(video.videoId) || firstSeen > mark ? [] : [video],
      ),
    removeAll(videoIds) {
      inTransaction(database, () => {
        for (const videoId of videoIds) {
          remove.run(videoId);
          videos.delete(videoId);
        }
      });
    },
    remove(videoId) {
      remove.run(videoId);
      videos.delete(videoId);
    },
    readTime: facts.getNumber,
    writeTime: (name, ms) => facts.set(name, String(ms)),
  };
}
