import type { Details } from "../../../shared/model/video.ts";

/** What BigGo stores of a video's details. */
export type SimDetails = Pick<Details, "title" | "description" | "access">;

/** A video on the simulated BigGo. */
export interface SimVideo {
  videoId: string;
  content: string;
  fileName: string;
  createdAtMs: number;
  /** Simulated time from which the listing shows the video, ms. */
  listedFromMs: number;
  lengthSeconds: number;
  /** Simulated time from which the video is complete, ms: one that is still processed has no length or shape. */
  processedFromMs: number;
  /** Null until anybody changes them. */
  details: SimDetails | null;
  /** Width / height. */
  aspectRatio: number;
  /** Uploaded from another device of the same account: nothing of it may be changed. */
  foreign: boolean;
  deleted: boolean;
}
