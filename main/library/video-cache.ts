import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type { Video } from "../biggo/wire/video.ts";
import { openFacts } from "../database/facts.ts";
import { inTransaction } from "../database/in-transaction.ts";

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
  /** A small named value, such as the time of the last sync; null when there is none. */
  readFact(name: string): string | null;
  writeFact(name: string, value: string): void;
}

const markFact = "library.mark";

/** Opens the cache. Everything is held in memory; every change is durable when the call returns. */
export function createVideoCache(database: DatabaseSync): VideoCache {
  const videos = new Map<string, CachedVideo>();
  for (const row of database.prepare("SELECT * FROM video ORDER BY created_at_ms DESC").all()) {
    // We wrote it from a parsed Video, so it is trusted; fields that older versions did not store get a default.
    const video = { thumbnailUrls: [], ...JSON.parse(String(row.video)) } as Video;
    videos.set(video.videoId, { video, firstSeen: Number(row.first_seen) });
  }
  const upsert = database.prepare(
    `INSERT INTO video (video_id, created_at_ms, first_seen, video) VALUES (?, ?, ?, ?)
     ON CONFLICT (video_id) DO UPDATE SET
     created_at_ms = excluded.created_at_ms, first_seen = excluded.first_seen, video = excluded.video`,
  );
  const remove = database.prepare("DELETE FROM video WHERE video_id = ?");
  const facts = openFacts(database);

  // Stored separately: derived from the rows, it would go back when the newest row is deleted or lost with a damaged
  // page, and a video first seen after that would count as seen before an upload attempt made in between.
  let newestMark = Number(facts.get(markFact) ?? 0);

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
          const known = videos.get(video.videoId);
          if (known === undefined) newestMark += 1;
          const firstSeen = known?.firstSeen ?? newestMark;
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
    readFact: facts.get,
    writeFact: facts.set,
  };
}
