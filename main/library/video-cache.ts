import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type { Video } from "../biggo/wire/video.ts";
import { openFacts } from "../database/facts.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { sqliteFailureOf } from "../database/storage-failure.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";
import { parseStoredVideo } from "./stored-video.ts";
import { summaryColumns, summaryOf, type VideoSummary } from "./video-summary.ts";

/** The user's own videos as last seen on BigGo, kept on disk so that the library opens instantly and offline. */
export interface VideoCache {
  /** Every video, by id. */
  summaries(): ReadonlyMap<string, VideoSummary>;
  /** Reads a video; undefined when it is not cached, or cannot be read. */
  get(videoId: string): Video | undefined;
  /** Stores videos as seen now; returns the ids of those that are new or have changed. */
  put(videos: readonly Video[]): string[];
  /** Ids of the videos that are not in `seen` and were first seen before `mark` was taken. */
  unseen(seen: ReadonlySet<string>, mark: number): string[];
  removeAll(videoIds: readonly string[]): void;
  /** The position of the most recent first sighting: videos first seen from now on get a higher one. */
  mark(): number;
  remove(videoId: string): void;
  /** A named time, such as that of the last sync, epoch ms; null when there is none. */
  readTime(name: string): number | null;
  writeTime(name: string, ms: number): void;
}

const markFact = "library.mark";
/** How many videos are kept in memory as they were read: a little more than one screen shows. */
const maxRecent = 300;

/**
 * Opens the cache. In memory it holds a summary of each video; the others of its data are read when they are asked for.
 * Every change is durable when the call returns.
 */
export function createVideoCache(database: DatabaseSync, onUnreadable?: OnUnreadable): VideoCache {
  const summaries = new Map<string, VideoSummary>();
  /** Videos read or stored last, the latest at the end. */
  const recent = new Map<string, Video>();
  /** Videos that could not be stored: kept here until they can be. */
  const unstored = new Map<string, Video>();
  const facts = openFacts(database);
  let storedMark = facts.getNumber(markFact);
  /** Ids of videos whose rows are malformed. */
  const leftOut = new Set<string>();
  const leaveOut: OnUnreadable = (row) => {
    leftOut.add(row.key);
    summaries.delete(row.key);
    onUnreadable?.(row);
  };
  const sql = "SELECT video_id, created_at_ms, first_seen, summary FROM video ORDER BY created_at_ms DESC";
  const table = { table: "video", key: ["video_id"], columns: summaryColumns, onUnreadable: leaveOut };
  for (const summary of prepareRows(database, sql, table)()) {
    const { videoId, firstSeen } = summary;
    // No video was first seen after the last sighting: such a number is damaged.
    if (firstSeen > (storedMark ?? firstSeen)) leaveOut({ table: "video", key: videoId });
    else summaries.set(videoId, summary);
  }
  const select = database.prepare("SELECT video FROM video WHERE video_id = ?");
  const upsert = database.prepare(
    `INSERT INTO video (video_id, created_at_ms, first_seen, video) VALUES (?, ?, ?, ?)
     ON CONFLICT (video_id) DO UPDATE SET
     created_at_ms = excluded.created_at_ms, first_seen = excluded.first_seen, video = excluded.video`,
  );
  const deleteRow = database.prepare("DELETE FROM video WHERE video_id = ?");

  // Stored separately: derived from the rows, it would go back when the newest row is deleted or lost with a damaged
  // page, and a video first seen after that would count as seen before an upload attempt made in between.
  let newestMark = storedMark ?? [...summaries.values()].reduce((mark, { firstSeen }) => Math.max(mark, firstSeen), 0);

  const firstSeenOf = (videoId: string): number => {
    // When it was first seen is lost: before any attempt, so that no upload takes the video for its own.
    if (leftOut.has(videoId)) return 0;
    return summaries.get(videoId)?.firstSeen ?? newestMark + 1;
  };

  const keep = (video: Video) => {
    recent.delete(video.videoId);
    recent.set(video.videoId, video);
    const [oldest] = recent.keys();
    if (recent.size > maxRecent && oldest !== undefined) recent.delete(oldest);
  };

  const read = (videoId: string): Video | undefined => {
    let row: Record<string, unknown> | undefined;
    try {
      row = select.get(videoId);
    } catch (error) {
      if (sqliteFailureOf(error) === null) throw error;
      return undefined;
    }
    const video = parseStoredVideo(row?.video);
    if (video !== null && video.videoId === videoId) {
      keep(video);
      return video;
    }
    leaveOut({ table: "video", key: videoId });
    return undefined;
  };

  const get = (videoId: string): Video | undefined => {
    if (!summaries.has(videoId)) return undefined;
    return unstored.get(videoId) ?? recent.get(videoId) ?? read(videoId);
  };

  const forget = (videoId: string) => {
    deleteRow.run(videoId);
    for (const held of [summaries, recent, unstored]) held.delete(videoId);
  };

  return {
    summaries: () => summaries,
    get,
    mark: () => newestMark,
    put(seen) {
      const changed = seen.filter((video) => {
        return unstored.has(video.videoId) || !isDeepStrictEqual(get(video.videoId), video);
      });
      if (changed.length === 0) return [];
      for (const video of changed) {
        const summary = summaryOf(video, firstSeenOf(video.videoId));
        newestMark = Math.max(newestMark, summary.firstSeen);
        summaries.set(video.videoId, summary);
        unstored.set(video.videoId, video);
      }
      inTransaction(database, () => {
        for (const video of changed) {
          upsert.run(video.videoId, video.createdAtMs, firstSeenOf(video.videoId), JSON.stringify(video));
        }
        if (newestMark !== storedMark) facts.set(markFact, String(newestMark));
      });
      storedMark = newestMark;
      for (const video of changed) {
        unstored.delete(video.videoId);
        keep(video);
      }
      return changed.map(({ videoId }) => videoId);
    },
    unseen: (seen, mark) =>
      [...summaries.values()].flatMap(({ videoId, firstSeen }) =>
        seen.has(videoId) || firstSeen > mark ? [] : [videoId],
      ),
    removeAll: (videoIds) => inTransaction(database, () => videoIds.forEach(forget)),
    remove: forget,
    readTime: facts.getNumber,
    writeTime: (name, ms) => facts.set(name, String(ms)),
  };
}
