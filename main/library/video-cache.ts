import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type { Video } from "../biggo/wire/video.ts";
import { openFacts } from "../database/facts.ts";
import { inTransaction } from "../database/in-transaction.ts";

/** A cached video and its place in the order in which videos were first seen. */
export interface CachedVideo {
  video: Video;
  firstSeen: number;
}

/** The own videos as last seen on BigGo, kept on disk so that the library opens at once and offline. */
export interface VideoCache {
  all(): Map<string, CachedVideo>;
  get(videoId: string): CachedVideo | undefined;
  /** Stores videos as seen now; returns the ids of those that are new or different. */
  put(videos: readonly Video[]): string[];
  /** Those that are not in `seen` and were first seen before `mark` was taken. */
  unseen(seen: ReadonlySet<string>, mark: number): Video[];
  removeAll(videoIds: readonly string[]): void;
  /** The place of the newest first sight: what is seen from now on for the first time comes after it. */
  mark(): number;
  remove(videoId: string): void;
  /** A small fact by name (`last sync`, say). */
  readFact(name: string): string | null;
  writeFact(name: string, value: string): void;
}

const markFact = "library.mark";

/** Opens the cache: everything is in memory, every change is on disk when the call returns. */
export function createVideoCache(database: DatabaseSync): VideoCache {
  const videos = new Map<string, CachedVideo>();
  for (const row of database.prepare("SELECT * FROM video ORDER BY created_at_ms DESC").all()) {
    // Written by us from a parsed Video: trusted inside, but for what an earlier version did not know.
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

  // Kept beside the videos: were it theirs alone, one that is seen anew after the last was deleted, or lost with a
  // damaged page, would count as seen before an attempt that was made in between.
  let newest = Number(facts.get(markFact) ?? 0);

  return {
    all: () => videos,
    get: (videoId) => videos.get(videoId),
    mark: () => newest,
    put(seen) {
      const different = seen.filter((video) => !isDeepStrictEqual(videos.get(video.videoId)?.video, video));
      if (different.length === 0) return [];
      const before = newest;
      inTransaction(database, () => {
        for (const video of different) {
          const known = videos.get(video.videoId);
          if (known === undefined) newest += 1;
          const firstSeen = known?.firstSeen ?? newest;
          upsert.run(video.videoId, video.createdAtMs, firstSeen, JSON.stringify(video));
          videos.set(video.videoId, { video, firstSeen });
        }
        if (newest !== before) facts.set(markFact, String(newest));
      });
      return different.map(({ videoId }) => videoId);
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
