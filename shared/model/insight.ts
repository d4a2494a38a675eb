import { z } from "zod";
import { videoIdSchema } from "./video.ts";

/** The ranges of the figures, in days. */
export const insightRanges = [7, 28, 90, 365] as const;

const figures = { views: z.number(), likes: z.number(), comments: z.number() };
const dayPointSchema = z.object({
  /** `2026-11-25`, in the computer's own time zone. */
  day: z.string(),
  ...figures,
  /** What was gained on that day: a new video counts from 0, one that was there before its first record from that. */
  gained: z.object(figures),
});
export type DayPoint = z.infer<typeof dayPointSchema>;
export type Figure = "views" | "likes" | "comments";

/** A video's gain within the range. */
const moverSchema = z.object({ videoId: videoIdSchema, gained: z.object(figures) });
export type Mover = z.infer<typeof moverSchema>;

/** The daily figures of all own videos together, and the videos with the biggest and smallest gains. */
export const insightReportSchema = z.object({
  /**
   * Oldest first; a day without a sync repeats the day before. Empty: nothing was recorded yet. The gains of all days are
   * those of all videos.
   */
  days: z.array(dayPointSchema),
  /** Biggest gains first, and smallest gains first. Videos that are new in the range count from 0. */
  best: z.array(moverSchema),
  worst: z.array(moverSchema),
});
export type InsightReport = z.infer<typeof insightReportSchema>;

export const videoInsightSchema = z.array(dayPointSchema);
