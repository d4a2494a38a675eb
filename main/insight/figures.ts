import type { DatabaseSync } from "node:sqlite";
import type { DayPoint, Figure, InsightReport } from "../../shared/model/insight.ts";
import { dayOf } from "../../shared/model/template.ts";
import { inTransaction } from "../database/in-transaction.ts";

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
  /** The daily figures of one video over the last `days` days. */
  ofVideo(videoId: string, days: number, nowMs: number): DayPoint[];
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

const rowOf = (row: Record<string, unknown>): Row => ({
  videoId: String(row.video_id),
  day: String(row.day),
  views: Number(row.views),
  likes: Number(row.likes),
  comments: Number(row.comments),
});

const zero = { views: 0, likes: 0, comments: 0 };
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
export function createFigures(database: DatabaseSync): Figures {
  const lastBefore = database.prepare(
    "SELECT views, likes, comments FROM video_figures WHERE video_id = ? AND day < ? ORDER BY day DESC LIMIT 1",
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
  const firstDay = database.prepare("SELECT min(day) AS day FROM figures_day");
  /** Each video's figures at the start of the range: its latest row up to the first day. */
  const asOf = database.prepare(
    `SELECT figures.* FROM video_figures AS figures JOIN
       (SELECT video_id, max(day) AS day FROM video_figures WHERE day <= ? GROUP BY video_id) AS last
     ON last.video_id = figures.video_id AND last.day = figures.day`,
  );
  const within = database.prepare("SELECT * FROM video_figures WHERE day > ? AND day <= ? ORDER BY day");
  const ofOne = database.prepare("SELECT * FROM video_figures WHERE video_id = ? ORDER BY day");

  /** The days of the range since recording began. */
  const recordedDays = (count: number, nowMs: number): string[] => {
    const first = firstDay.get()?.day;
    if (typeof first !== "string") return [];
    return daysUpTo(nowMs, count).filter((day) => day >= first);
  };

  return {
    record(videos, nowMs) {
      const day = dayOf(nowMs);
      inTransaction(database, () => {
        keepDay.run(day);
        for (const { videoId, viewCount, likeCount, commentCount } of videos) {
          const before = lastBefore.get(videoId, day);
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
      const startMs = new Date(`${first}T00:00:00`).getTime();
      const rows = [...asOf.all(first), ...within.all(first, days.at(-1) ?? first)].map(rowOf);
      const now = new Map<string, Row>();
      const total = { ...zero };
      const starts = new Map<string, Record<Figure, number>>();
      let next = 0;
      const points = days.map((day): DayPoint => {
        for (let row = rows[next]; row !== undefined && row.day <= day; row = rows[next]) {
          next += 1;
          if (!existing.has(row.videoId)) continue;
          const change = subtract(row, now.get(row.videoId) ?? zero);
          for (const figure of ["views", "likes", "comments"] as const) total[figure] += change[figure];
          now.set(row.videoId, row);
          // Gains count from the figures at the start of the range or when first seen, and from 0 for new videos.
          const isNew = (existing.get(row.videoId)?.createdAtMs ?? 0) >= startMs;
          if (day === first || !starts.has(row.videoId)) starts.set(row.videoId, isNew ? zero : row);
        }
        return { day, ...total };
      });
      return { days: points, ...rankMovers([...now.values()], starts) };
    },
    ofVideo(videoId, count, nowMs) {
      const rows = ofOne.all(videoId).map(rowOf);
      return recordedDays(count, nowMs).flatMap((day) => {
        const row = rows.findLast((each) => each.day <= day);
        return row === undefined ? [] : [{ day, views: row.views, likes: row.likes, comments: row.comments }];
      });
    },
  };
}
