import type { DatabaseSync } from "node:sqlite";
import type { Video } from "../biggo/wire/video.ts";

/** A cached video and when it was first seen (epoch ms). */
export interface CachedVideo {
  video: Video;
  firstSeenAtMs: number;
}

/** The own videos as last seen on BigGo, kept on disk so that the library opens at once and offline. */
export interface VideoCache {
  all(): Map<string, CachedVideo>;
  get(videoId: string): CachedVideo | undefined;
  /** Stores videos as seen in sync number `syncNumber`. */
  put(videos: readonly Video[], nowMs: number, syncNumber: number): void;
  /** Removes and returns the ids of those that sync number `syncNumber` did not see, unless first seen after `sinceMs`. */
  removeUnseen(syncNumber: number, sinceMs: number): string[];
  remove(videoId: string): void;
  /** A small fact by name (`last sync`, say). */
  readFact(name: string): string | null;
  writeFact(name: string, value: string): void;
}

/** Opens the cache: everything is in memory, every change is on disk when the call returns. */
export function createVideoCache(database: DatabaseSync): VideoCache {
  const videos = new Map<string, CachedVideo & { seenInSync: number }>();
  for (const row of database.prepare("SELECT * FROM video ORDER BY created_at_ms DESC").all()) {
    // Written by us from a parsed Video: trusted inside.
    const video = JSON.parse(String(row.video)) as Video;
    videos.set(video.videoId, {
      video,
      firstSeenAtMs: Number(row.first_seen_at_ms),
      seenInSync: Number(row.seen_in_sync),
    });
  }
  const upsert = database.prepare("INSERT OR REPLACE INTO video VALUES (?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM video WHERE video_id = ?");
  const readFact = database.prepare("SELECT value FROM fact WHERE name = ?");
  const writeFact = database.prepare("INSERT OR REPLACE INTO fact VALUES (?, ?)");

  const inTransaction = (run: () => void) => {
    database.exec("BEGIN IMMEDIATE");
    try {
      run();
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  };

  return {
    all: () => videos,
    get: (videoId) => videos.get(videoId),
    put(seen, nowMs, syncNumber) {
      inTransaction(() => {
        for (const video of seen) {
          const firstSeenAtMs = videos.get(video.videoId)?.firstSeenAtMs ?? nowMs;
          upsert.run(video.videoId, video.createdAtMs, firstSeenAtMs, syncNumber, JSON.stringify(video));
          videos.set(video.videoId, { video, firstSeenAtMs, seenInSync: syncNumber });
        }
      });
    },
    removeUnseen(syncNumber, sinceMs) {
      const gone = [...videos].filter(([, cached]) => cached.seenInSync < syncNumber && cached.firstSeenAtMs < sinceMs);
      inTransaction(() => {
        for (const [videoId] of gone) {
          remove.run(videoId);
          videos.delete(videoId);
        }
      });
      return gone.map(([videoId]) => videoId);
    },
    remove(videoId) {
      remove.run(videoId);
      videos.delete(videoId);
    },
    readFact: (name) => {
      const value = readFact.get(name)?.value;
      return typeof value === "string" ? value : null;
    },
    writeFact: (name, value) => {
      writeFact.run(name, value);
    },
  };
}
