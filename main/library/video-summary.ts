import type { Video } from "../biggo/wire/video.ts";
import { timeColumn } from "../database/stored-json.ts";
import type { RowSchema } from "../database/stored-rows.ts";

/** What is held in memory of every video: its place, and what is counted or compared over the whole library. */
export interface VideoSummary
  extends Pick<
    Video,
    | "videoId"
    | "createdAtMs"
    | "complete"
    | "lengthSeconds"
    | "aspectRatio"
    | "productCount"
    | "viewCount"
    | "likeCount"
    | "commentCount"
  > {
  /** The position in the order in which videos were first seen. */
  firstSeen: number;
}

/** The summary of a video. */
export function summaryOf(video: Video, firstSeen: number): VideoSummary {
  const { videoId, createdAtMs, complete, lengthSeconds, aspectRatio, productCount } = video;
  const { viewCount, likeCount, commentCount } = video;
  return {
    ...{ videoId, createdAtMs, firstSeen, complete, lengthSeconds, aspectRatio, productCount },
    ...{ viewCount, likeCount, commentCount },
  };
}

const { minValue: minTime, maxValue: maxTime } = timeColumn;
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isNumberOrNull = (value: unknown): value is number | null => value === null || isNumber(value);

/** The values of the `summary` column, in its order; null when the stored video has them not or is no JSON. */
function parseFields(text: unknown): Omit<VideoSummary, "videoId" | "createdAtMs" | "firstSeen"> | null {
  if (typeof text !== "string") return null;
  const [complete, lengthSeconds, aspectRatio, ...counts] = JSON.parse(text) as unknown[];
  const [productCount, viewCount, likeCount, commentCount] = counts;
  if (typeof complete !== "boolean" || !isNumberOrNull(lengthSeconds) || !isNumberOrNull(aspectRatio)) return null;
  if (!isNumber(productCount) || !isNumber(viewCount) || !isNumber(likeCount) || !isNumber(commentCount)) return null;
  return { complete, lengthSeconds, aspectRatio, productCount, viewCount, likeCount, commentCount };
}

/** Parses the columns `video_id`, `created_at_ms`, `first_seen` and `summary` of the table `video`. */
export const summaryColumns: RowSchema<VideoSummary> = {
  safeParse({ video_id: videoId, created_at_ms: createdAtMs, first_seen: firstSeen, summary }) {
    const isTime = isNumber(createdAtMs) && createdAtMs >= (minTime ?? 0) && createdAtMs <= (maxTime ?? 0);
    const isPlace = Number.isSafeInteger(firstSeen) && Number(firstSeen) >= 0;
    const fields = parseFields(summary);
    if (typeof videoId !== "string" || !isTime || !isPlace || fields === null) return { success: false };
    return { success: true, data: { videoId, createdAtMs, firstSeen: Number(firstSeen), ...fields } };
  },
};
