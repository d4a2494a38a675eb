import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { DayPoint, Figure, InsightReport } from "../../shared/model/insight.ts";
import { dayOf } from "../../shared/model/template.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";

/** A video with its current figures on BigGo. */
export interface VideoFigures {
  videoId: string;
  createdAtMs: number;
  viewCount: number;
  likeCount: number;
  commentCount: number;
}

/** Daily figures of the user's videos, recorded locally because BigGo has no history. */
export interface Figures {
  /** Records today's figures of all videos, replacing those recorded earlier today. */
  record(videos: readonly VideoFigures[], nowMs: number): void;
  /** A report on all videos over the last `days` days including today; `existing` are the videos not deleted. */
  report(existing: ReadonlyMap<string, VideoFigures>, days: number, nowMs: number): InsightReport;
  /** The daily figures of one video, created at `createdAtMs`, over the last `days` days. */
  ofVideo(video: Pick<VideoFigures, "videoId" | "createdAtMs">, days: number, nowMs: number): DayPoint[];
}

const dayMs = 86_400_000;
/** Older figures are removed. */
const maxDays = 800;
const maxMovers = 10;

/** The last `count` days, oldest first; computed from noon, so that days of 23 or 25 hours count as one. */
function daysUpTo(nowMs: number, count: number): string[] {
  const noon = new Date(nowMs).setHours(12, 0, 0, 0);
  return Array.from({ length: count }, (_, index) => dayOf(noon - (count - 1 - index) * dayMs));
}

type Row = Record<Figure, number> & { videoId: string; day: string };

const dayColumn = z.iso.date();
const countColumn = z.int().min(0);
const columns = z
  .object({ video_id: z.string(), day: dayColumn, views: countColumn, likes: countColumn, comments: countColumn })
  .transform(({ video_id: videoId, ...row }): Row => ({ videoId, ...row }));

const zero = { views: 0, likes: 0, comments: 0 };
const startOf = (day: string) => new Date(`${day}T00:00:00`).getTime();
const add = (to: Record<Figure, number>, change: Record<Figure, number>) => {
  for (const figure of ["views", "likes", "comments"] as const) to[figure] += change[figure];
};
const subtract = (a: Record<Figure, number>, b: Record<Figure, number>) => ({
  views: a.views - b.views,
  likes: a.likes - b.likes,
  comments: a.comments - b.comments,
});

/** The videos with the biggest and the smallest gain of views, given their latest figures and those at the start. */
function rankMovers(
  latest: readonly Row[],
  starts: ReadonlyMap<string, Record<Figure, number>>,
): Pick<InsightReport, "best" | "worst"> {
  const movers = latest.map((row) => ({
    videoId: row.videoId,
    gained: subtract(row, starts.get(row.videoId) ?? zero),
  }));
  const byGain = movers.toSorted((a, b) => b.gained.views - a.gained.views);
  const best = byGain.filter(({ gained }) => gained.views > 0).slice(0, maxMovers);
  const isBest = new Set(best.map(({ videoId }) => videoId));
  const worst = byGain
    .toReversed()
    .filter(({ videoId }) => !isBest.has(videoId))
    .slice(0, maxMovers);
  return { best, worst };
}

/** Opens the figures in a database. */
export function createFigures(database: DatabaseSync, onUnreadable?: OnUnreadable): Figures {
  const table = { table: "video_figures", key: ["video_id", "day"], columns, onUnreadable };
  const lastBefore = prepareRows(
    database,
    "SELECT * FROM video_figures WHERE video_id = ? AND day < ? ORDER BY day DESC LIMIT 1",
    table,
  );
  const put = database.prepare("INSERT OR REPLACE INTO video_figures VALUES (?, ?, ?, ?, ?)");
  const removeOne = database.prepare("DELETE FROM video_figures WHERE video_id = ? AND day = ?");
  // Keep the latest figures before the limit: an unchanged video has no later row.
  const forget = database.prepare(
    `DELETE FROM video_figures WHERE day < ?1 AND EXISTS (
       SELECT 1 FROM video_figures AS later WHERE later.video_id = video_figures.video_id
       AND later.day > video_figures.day AND later.day <= ?1)`,
  );
  const keepDay = database.prepare("INSERT OR IGNORE INTO figures_day VALUES (?)");
  const storedDays = prepareRows(database, "SELECT day FROM figures_day ORDER BY day", {
    table: "figures_day",
    key: ["day"],
    columns: z.object({ day: dayColumn }),
    onUnreadable,
  });
  /** Each video's figures at the start of the range: its latest row up to the first day. */
  const asOf = prepareRows(
    database,
    `SELECT figures.* FROM video_figures AS figures JOIN
       (SELECT video_id, max(day) AS day FROM video_figures WHERE day <= ? GROUP BY video_id) AS last
     ON last.video_id = figures.video_id AND last.day = figures.day`,
    table,
  );
  const within = prepareRows(database, "SELECT * FROM video_figures WHERE day > ? AND day <= ? ORDER BY day", table);
  const ofOne = prepareRows(database, "SELECT * FROM video_figures WHERE video_id = ? ORDER BY day", table);

  /** The days of the range since recording began. */
  const recordedDays = (count: number, nowMs: number): string[] => {
    const first = storedDays()[0]?.day;
    if (first === undefined) return [];
    return daysUpTo(nowMs, count).filter((day) => day >= first);
  };

  return {
    record(videos, nowMs) {
      const day = dayOf(nowMs);
      inTransaction(database, () => {
        keepDay.run(day);
        for (const { videoId, viewCount, likeCount, commentCount } of videos) {
          const [before] = lastBefore(videoId, day);
          const isSame = before?.views === viewCount && before.likes === likeCount && before.comments === commentCount;
          // Store only changes: of ten thousand videos, most do not change on most days.
          if (isSame) removeOne.run(videoId, day);
          else put.run(videoId, day, viewCount, likeCount, commentCount);
        }
        forget.run(dayOf(nowMs - maxDays * dayMs));
      });
    },
    report(existing, count, nowMs) {
      const days = recordedDays(count, nowMs);
      const [first] = days;
      if (first === undefined) return { days: [], best: [], worst: [] };
      const startMs = startOf(first);
      const rows = [...asOf(first), ...within(first, days.at(-1) ?? first)];
      const now = new Map<string, Row>();
      const total = { ...zero };
      const starts = new Map<string, Record<Figure, number>>();
      let next = 0;
      const points = days.map((day): DayPoint => {
        const gained = { ...zero };
        for (let row = rows[next]; row !== undefined && row.day <= day; row = rows[next]) {
          next += 1;
          if (!existing.has(row.videoId)) continue;
          const before = now.get(row.videoId);
          add(total, subtract(row, before ?? zero));
          now.set(row.videoId, row);
          // Gains count from the figures at the start of the range or when first seen, and from 0 for new videos.
          const isNew = (existing.get(row.videoId)?.createdAtMs ?? 0) >= startMs;
          if (day === first || !starts.has(row.videoId)) starts.set(row.videoId, isNew ? zero : row);
          add(gained, subtract(row, before ?? (isNew ? zero : row)));
        }
        return { day, ...total, gained };
      });
      return { days: points, ...rankMovers([...now.values()], starts) };
    },
    ofVideo({ videoId, createdAtMs }, count, nowMs) {
      const rows = ofOne(videoId);
      const days = recordedDays(count, nowMs);
      const isNew = days[0] !== undefined && createdAtMs >= startOf(days[0]);
      let before: Row | undefined;
      return days.flatMap((day) => {
        const row = rows.findLast((each) => each.day <= day);
        if (row === undefined) return [];
        const { views, likes, comments } = row;
        const gained = subtract(row, before ?? (isNew ? zero : row));
        before = row;
        return [{ day, views, likes, comments, gained }];
      });
    },
  };
}
