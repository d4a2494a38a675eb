import { z } from "zod";
import { appErrorSchema } from "../errors.ts";
import { detailsSchema, saveStateSchema, videoIdSchema } from "./video.ts";

const waitReason = z.enum(["network", "server", "interrupted"]);

export const needsFileReason = z.enum(["missing", "changed", "unreadable"]);
export type NeedsFileReason = z.infer<typeof needsFileReason>;

/** Where an upload stands. The same value is stored, published to the page, and moved by the state machine. */
export const uploadStateSchema = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("checking") }),
  z.object({ phase: z.literal("queued") }),
  z.object({ phase: z.literal("sending") }),
  z.object({ phase: z.literal("confirming") }),
  z.object({ phase: z.literal("saving"), videoId: videoIdSchema, error: appErrorSchema.nullable() }),
  z.object({ phase: z.literal("processing"), videoId: videoIdSchema, keywords: z.array(z.string()) }),
  z.object({ phase: z.literal("complete"), videoId: videoIdSchema }),
  z.object({ phase: z.literal("waiting"), untilMs: z.number(), reason: waitReason, error: appErrorSchema.nullable() }),
  z.object({ phase: z.literal("paused") }),
  /** The answer to a whole body was lost: BigGo is asked before anything is sent again. */
  z.object({ phase: z.literal("uncertain"), candidates: z.array(videoIdSchema) }),
  z.object({ phase: z.literal("needsFile"), reason: needsFileReason }),
  z.object({ phase: z.literal("alreadyThere"), videoId: videoIdSchema.nullable() }),
  z.object({ phase: z.literal("failed"), error: appErrorSchema, videoId: videoIdSchema.nullable() }),
  z.object({ phase: z.literal("cancelled") }),
]);
export type UploadState = z.infer<typeof uploadStateSchema>;
export type UploadPhase = UploadState["phase"];

/** Reasons for which no upload of the queue starts. */
export const holdsSchema = z.object({
  offline: z.boolean(),
  signedOut: z.boolean(),
  /** Epoch ms; null when BigGo has not asked us to wait. */
  rateLimitedUntilMs: z.number().nullable(),
  diskFull: z.boolean(),
  paused: z.boolean(),
});
export type Holds = z.infer<typeof holdsSchema>;

/** A row of the queue as the page sees it: never a path. */
export const uploadSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  lengthSeconds: z.number().nullable(),
  aspectRatio: z.number().nullable(),
  state: uploadStateSchema,
  details: detailsSchema,
  save: saveStateSchema,
  addedAtMs: z.number(),
  finishedAtMs: z.number().nullable(),
  /** How many times its bytes were started. */
  attempts: z.number(),
});
export type Upload = z.infer<typeof uploadSchema>;

export const progressRowSchema = z.object({
  id: z.string(),
  /** Bytes the socket took of this attempt. */
  sentBytes: z.number(),
  totalBytes: z.number(),
  bytesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
});
export type ProgressRow = z.infer<typeof progressRowSchema>;

/** Why a file was refused before anything was sent. */
export const refusalCode = z.enum([
  "file-missing",
  "file-unreadable",
  "file-empty",
  "file-not-regular",
  "file-not-video",
  "file-name-unusable",
]);
export type RefusalCode = z.infer<typeof refusalCode>;

const reviewVerdictSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  /** The same content was sent before (`videoId`) or already stands in the queue (`uploadId`): the person may send it anyway. */
  z.object({ kind: z.literal("repeated"), videoId: videoIdSchema.nullable(), uploadId: z.string().nullable() }),
  z.object({ kind: z.literal("refused"), code: refusalCode }),
]);

export const reviewItemSchema = z.object({
  itemId: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  lengthSeconds: z.number().nullable(),
  verdict: reviewVerdictSchema,
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

/** Files that were offered and looked at, waiting for the person's word. */
export const reviewSchema = z.object({ reviewId: z.string(), items: z.array(reviewItemSchema) });
export type Review = z.infer<typeof reviewSchema>;
