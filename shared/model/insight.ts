import { z } from "zod";
import { videoIdSchema } from "./video.ts";

/** The ranges that figures are shown for, in days. */
export const insightRanges = [7, 28, 90, 365] as const;

const figures = { views: z.number(), likes: z.number(), comments: z.number() };
const dayPointSchema = z.object({
  /** `2026-11-25`, in the computer's own time zone. */
  day: z.string(),
  ...figures,
});
export type DayPoint = z.infer<typeof dayPointSchema>;
export type Figure = "views" | "likes" | "comments";

/** How much a video gained within the range. */
const moverSchema = z.object({ videoId: videoIdSchema, gained: z.object(figures) });
export type Mover = z.infer<typeof moverSchema>;

/** The figures of all own videos together, day by day, and which of them moved most and least. */
export const insightReportSchema = z.object({
  /** Oldest first; a day on which nothing was asked has the figures of the day before. Empty: nothing is kept yet. */
  days: z.array(dayPointSchema),
  /** Videos that gained most, the best first; and least, the worst first. Videos that are new in the range count from 0. */
  best: z.array(moverSchema),
  worst: z.array(moverSchema),
});
export type InsightReport = z.infer<typeof insightReportSchema>;

export const videoInsightSchema = z.array(dayPointSchema);
