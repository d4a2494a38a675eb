import type { DatabaseSync } from "node:sqlite";
import type { DayPoint, Figure, InsightReport } from "../../shared/model/insight.ts";
import { dayOf } from "../../shared/model/template.ts";
import { inTransaction } from "../database/in-transaction.ts";

/** A video with its figures as BigGo tells them now. */
export interface VideoFigures {
  videoId: string;
  createdAtMs: number;
  viewCount: number;
  likeCount: number;
  commentCount: number;
}

/** Daily figures of own videos, kept on this computer because BigGo keeps none. */
export interface Figures {
  /** Keeps today's figures of all videos; the last of a day counts. */
  keep(videos: readonly VideoFigures[], nowMs: number): void;
  /** All videos together within so many days up to today; `existing` are those that are still there. */
  report(existing: ReadonlyMap<string, VideoFigures>, days: number, nowMs: number): InsightReport;
  /** One video's figures, day by day. */
  ofVideo(videoId: string, days: number, nowMs: number): DayPoint[];
}

const dayMs = 86_400_000;
/** What is older is forgotten. */
const keptDays = 800;
const maxMovers = 10;

/** The days of a range, oldest first; by noon, so that a day of 23 or 25 hours is one day. */
function daysUpTo(nowMs: number, count: number): string[] {
  const noon = new Date(nowMs).setHours(12, 0, 0, 0);
  return Array.from({ length: count }, (_, at) => dayOf(noon - (count - 1 - at) * dayMs));
}

type Row = Record<Figure, number> & { videoId: string; day: string };

const rowOf = (row: Record<string, unknown>): Row => ({
  videoId: String(row.video_id),
  day: String(row.day),
  views: Number(row.views),
  likes: Number(row.likes),
  comments: Number(row.comments),
});

const nothing = { views: 0, likes: 0, comments: 0 };
const minus = (a: Record<Figure, number>, b: Record<Figure, number>) => ({
  views: a.views - b.views,
  likes: a.likes - b.likes,
  comments: a.comments - b.comments,
});

/** Opens the figures in a database. */
export function createFigures(database: DatabaseSync): Figures {
  const lastBefore = database.prepare(
    "SELECT views, likes, comments FROM video_figures WHERE video_id = ? AND day < ? ORDER BY day DESC LIMIT 1",
  );
  const put = database.prepare("INSERT OR REPLACE INTO video_figures VALUES (?, ?, ?, ?, ?)");
  const removeOne = database.prepare("DELETE FROM video_figures WHERE video_id = ? AND day = ?");
  // The last figures before the limit stay: they are those of a video that has stood still ever since.
  const forget = database.prepare(
    `DELETE FROM video_figures WHERE day < ?1 AND EXISTS (
       SELECT 1 FROM video_figures AS later WHERE later.video_id = video_figures.video_id
       AND later.day > video_figures.day AND later.day <= ?1)`,
  );
  const keepDay = database.prepare("INSERT OR IGNORE INTO figures_day VALUES (?)");
  const firstDay = database.prepare("SELECT min(day) AS day FROM figures_day");
  /** The figures as the range begins: of each video the last ones up to its first day. */
  const asOf = database.prepare(
    `SELECT figures.* FROM video_figures AS figures JOIN
       (SELECT video_id, max(day) AS day FROM video_figures WHERE day <= ? GROUP BY video_id) AS last
     ON last.video_id = figures.video_id AND last.day = figures.day`,
  );
  const within = database.prepare("SELECT * FROM video_figures WHERE day > ? AND day <= ? ORDER BY day");
  const ofOne = database.prepare("SELECT * FROM video_figures WHERE video_id = ? ORDER BY day");

  /** The days of the range for which something is kept. */
  const keptDaysOf = (count: number, nowMs: number): string[] => {
    const first = firstDay.get()?.day;
    if (typeof first !== "string") return [];
    return daysUpTo(nowMs, count).filter((day) => day >= first);
  };

  return {
    keep(videos, nowMs) {
      const day = dayOf(nowMs);
      inTransaction(database, () => {
        keepDay.run(day);
        for (const { videoId, viewCount, likeCount, commentCount } of videos) {
          const before = lastBefore.get(videoId, day);
          const isSame = before?.views === viewCount && before.likes === likeCount && before.comments === commentCount;
          // What has not changed is not kept again: most videos of ten thousand stand still on most days.
          if (isSame) removeOne.run(videoId, day);
          else put.run(videoId, day, viewCount, likeCount, commentCount);
        }
        forget.run(dayOf(nowMs - keptDays * dayMs));
      });
    },
    report(existing, count, nowMs) {
      const days = keptDaysOf(count, nowMs);
      const [first] = days;
      if (first === undefined) return { days: [], best: [], worst: [] };
      const startMs = new Date(`${first}T00:00:00`).getTime();
      const rows = [...asOf.all(first), ...within.all(first, days.at(-1) ?? first)].map(rowOf);
      const now = new Map<string, Row>();
      const total = { ...nothing };
      const starts = new Map<string, Record<Figure, number>>();
      let next = 0;
      const points = days.map((day): DayPoint => {
        for (let row = rows[next]; row !== undefined && row.day <= day; row = rows[next]) {
          next += 1;
          if (!existing.has(row.videoId)) continue;
          const change = minus(row, now.get(row.videoId) ?? nothing);
          for (const figure of ["views", "likes", "comments"] as const) total[figure] += change[figure];
          now.set(row.videoId, row);
          // What was there when the range began, or when the video was first seen, is no gain; what is new counts from 0.
          const isNew = (existing.get(row.videoId)?.createdAtMs ?? 0) >= startMs;
          if (day === first || !starts.has(row.videoId)) starts.set(row.videoId, isNew ? nothing : row);
        }
        return { day, ...total };
      });
      const movers = [...now.values()].map((row) => ({
        videoId: row.videoId,
        gained: minus(row, starts.get(row.videoId) ?? nothing),
      }));
      const byGain = movers.toSorted((a, b) => b.gained.views - a.gained.views);
      const best = byGain.filter(({ gained }) => gained.views > 0).slice(0, maxMovers);
      const isBest = new Set(best.map(({ videoId }) => videoId));
      const worst = byGain
        .toReversed()
        .filter(({ videoId }) => !isBest.has(videoId))
        .slice(0, maxMovers);
      return { days: points, best, worst };
    },
    ofVideo(videoId, count, nowMs) {
      const rows = ofOne.all(videoId).map(rowOf);
      return keptDaysOf(count, nowMs).flatMap((day) => {
        const row = rows.findLast((each) => each.day <= day);
        return row === undefined ? [] : [{ day, views: row.views, likes: row.likes, comments: row.comments }];
      });
    },
  };
}
