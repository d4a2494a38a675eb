import { z } from "zod";
import { videoIdSchema } from "./video.ts";

/** Whose videos to list: those the account likes, or those of a user (an id or a link). */
export const videoSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("liked") }),
  z.object({ kind: z.literal("user"), text: z.string().max(2048) }),
]);
export type VideoSource = z.infer<typeof videoSourceSchema>;

/** Another user's video. BigGo returns no titles. */
export const otherVideoSchema = z.object({
  videoId: videoIdSchema,
  userid: z.string(),
  description: z.string(),
  createdAtMs: z.number(),
  lengthSeconds: z.number().nullable(),
  aspectRatio: z.number().nullable(),
  hasCover: z.boolean(),
  productCount: z.number(),
  viewCount: z.number(),
  likeCount: z.number(),
  commentCount: z.number(),
});
export type OtherVideo = z.infer<typeof otherVideoSchema>;

export const otherPageSchema = z.object({
  /** Null for liked videos, which are of many users. */
  userid: z.string().nullable(),
  /** Null when BigGo does not return the user. */
  owner: z.object({ name: z.string(), atUserid: z.string() }).nullable(),
  videos: z.array(otherVideoSchema),
  total: z.number(),
  page: z.number(),
  pages: z.number(),
});
export type OtherPage = z.infer<typeof otherPageSchema>;
