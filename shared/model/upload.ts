import { z } from "zod";
import { appErrorSchema, errorCode } from "../errors.ts";
import { mediaFactsSchema, mediaWarningSchema } from "./media.ts";
import { sidecarProblemSchema } from "./sidecar.ts";
import { addChoicesSchema } from "./template.ts";
import { detailsSchema, saveStateSchema, videoIdSchema } from "./video.ts";

const waitReason = z.enum(["network", "server", "interrupted"]);

export const needsFileReason = z.enum(["missing", "changed", "unreadable"]);
export type NeedsFileReason = z.infer<typeof needsFileReason>;

/** The state of an upload. The same value is stored, published to the page, and changed by the state machine. */
export const uploadStateSchema = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("checking") }),
  z.object({ phase: z.literal("queued") }),
  /** `held`: the queue is paused, and the connection is held briefly so that resuming loses no bytes. */
  z.object({ phase: z.literal("sending"), held: z.boolean() }),
  z.object({ phase: z.literal("confirming") }),
  z.object({ phase: z.literal("saving"), videoId: videoIdSchema, error: appErrorSchema.nullable() }),
  z.object({ phase: z.literal("processing"), videoId: videoIdSchema, keywords: z.array(z.string()) }),
  z.object({ phase: z.literal("complete"), videoId: videoIdSchema }),
  z.object({ phase: z.literal("waiting"), untilMs: z.number(), reason: waitReason, error: appErrorSchema.nullable() }),
  /**
   * `held`: the attempt's connection is held briefly; such a row keeps its upload slot.
   */
  z.object({ phase: z.literal("paused"), held: z.boolean() }),
  /** The response to a complete body was lost: the upload is reconciled with BigGo before anything is sent again. */
  z.object({
    phase: z.literal("uncertain"),
    candidates: z.array(videoIdSchema),
    /** What came instead of a response to the upload or to the last reconcile. */
    error: appErrorSchema.nullable(),
  }),
  z.object({ phase: z.literal("needsFile"), reason: needsFileReason }),
  z.object({
    phase: z.literal("duplicate"),
    videoId: videoIdSchema.nullable(),
    /** The video was found by its length and shape only: it can be looked at, and is never edited from here. */
    isGuess: z.boolean().optional(),
  }),
  z.object({ phase: z.literal("failed"), error: appErrorSchema, videoId: videoIdSchema.nullable() }),
  z.object({ phase: z.literal("cancelled") }),
]);
export type UploadState = z.infer<typeof uploadStateSchema>;
export type UploadPhase = UploadState["phase"];

const storageFailureSchema = z.enum(["full", "failing", "locked", "damaged"]);
export type StorageFailure = z.infer<typeof storageFailureSchema>;

/** Reasons why no upload starts. */
export const holdsSchema = z.object({
  offline: z.boolean(),
  signedOut: z.boolean(),
  /** Epoch ms; null when BigGo has not asked to wait. */
  rateLimitedUntilMs: z.number().nullable(),
  /** The connection to BigGo cannot be trusted (TLS); the error says why. Never bypassed. */
  blocked: appErrorSchema.nullable(),
  /**
   * The queue cannot be stored: the disk is full or read-only, or fails to read or write; the database is
   * locked by another program, or damaged.
   */
  storage: storageFailureSchema.nullable(),
  /** A newer version of the app wrote the database: everything is shown, nothing is changed. */
  readOnly: z.boolean(),
  paused: z.boolean(),
});
export type Holds = z.infer<typeof holdsSchema>;

/** No holds. */
export const noHolds: Holds = {
  offline: false,
  signedOut: false,
  rateLimitedUntilMs: null,
  blocked: null,
  storage: null,
  readOnly: false,
  paused: false,
};

/** A row of the queue as the page sees it, without its path. */
export const uploadSchema = z.object({
  id: z.string(),
  /** Order in the queue, ascending; any number. */
  position: z.number(),
  fileName: z.string(),
  sizeBytes: z.number(),
  lengthSeconds: z.number().nullable(),
  aspectRatio: z.number().nullable(),
  /** Null for an upload that an earlier version added. */
  media: mediaFactsSchema.nullable(),
  state: uploadStateSchema,
  details: detailsSchema,
  save: saveStateSchema,
  addedAtMs: z.number(),
  finishedAtMs: z.number().nullable(),
  /** How many times its bytes were started. */
  attempts: z.number(),
  /** Whether a complete body may have reached BigGo without an answer. */
  mayHaveArrived: z.boolean(),
});
export type Upload = z.infer<typeof uploadSchema>;

/** A notice about the stored queue, shown until it is dismissed. */
export const queueNoticeSchema = z.discriminatedUnion("kind", [
  /** The database was damaged; readable rows were recovered, and the file was kept beside the new one. */
  z.object({ kind: z.literal("salvaged"), uploads: z.number(), videos: z.number(), fileName: z.string() }),
  /** Malformed rows were skipped; they are still in the database. */
  z.object({
    kind: z.literal("unreadable"),
    uploads: z.number(),
    /** Edits, deletions and bulk changes. */
    changes: z.number(),
    others: z.number(),
  }),
]);
export type QueueNotice = z.infer<typeof queueNoticeSchema>;

export const progressRowSchema = z.object({
  id: z.string(),
  /** Bytes of this attempt that the socket accepted. */
  sentBytes: z.number(),
  totalBytes: z.number(),
  /** Smoothed over active time: pauses do not count. 0 until there is enough data. */
  bytesPerSecond: z.number(),
  /** Changes by at most half from one batch to the next, unless the user sees a cause. */
  secondsLeft: z.number().nullable(),
});
export type ProgressRow = z.infer<typeof progressRowSchema>;

/** Progress of the rows that are being sent, and of the queue as a whole. */
export const progressBatchSchema = z.object({
  rows: z.array(progressRowSchema),
  total: z.object({ bytesPerSecond: z.number(), secondsLeft: z.number().nullable() }),
});
export type ProgressBatch = z.infer<typeof progressBatchSchema>;

/** Nothing is being sent. */
export const noProgress: ProgressBatch = { rows: [], total: { bytesPerSecond: 0, secondsLeft: null } };

/** More files than this are not added at once: that is a mistake, such as a dropped disk. */
export const maxFilesAtOnce = 10_000;
/** Offered files are counted up to this number. */
export const maxCountedFiles = 100_000;

/** Why a file or folder was refused before anything was sent. */
export const refusalCode = errorCode.extract([
  "file-missing",
  "file-unreadable",
  "file-empty",
  "file-not-regular",
  "file-not-video",
  "file-name-unusable",
  "file-unfinished",
  "file-hidden",
  "file-without-path",
  "folder-is-document",
  "folder-unreadable",
  "folder-without-videos",
  "file-stopped-app",
]);
export type RefusalCode = z.infer<typeof refusalCode>;

const reviewVerdictSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  /**
   * The same content was sent before (`videoId`), is already in the queue (`uploadId`), or is that of another file in the
   * list (`sameAs`, its name): the user may send it anyway.
   */
  z.object({
    kind: z.literal("duplicate"),
    videoId: videoIdSchema.nullable(),
    uploadId: z.string().nullable(),
    sameAs: z.string().nullable(),
  }),
  z.object({ kind: z.literal("refused"), code: refusalCode }),
]);

const reviewWarningSchema = z.object({
  /** `uncertain-kind`: BigGo does not say whether it takes this kind of file. */
  kind: z.enum([...mediaWarningSchema.options, "uncertain-kind"]),
  /** The content's format, such as `ZIP`; null when it is unknown. */
  container: z.string().nullable(),
});
export type ReviewWarning = z.infer<typeof reviewWarningSchema>;

export const reviewItemSchema = z.object({
  /** The same for a file in every review. */
  itemId: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  lengthSeconds: z.number().nullable(),
  verdict: reviewVerdictSchema,
  /** The file's sidecar, and what is wrong with it: then it is not used. */
  sidecar: z.object({ fileName: z.string(), problem: sidecarProblemSchema.nullable() }).nullable(),
  /** What may go wrong with an accepted file; null when nothing is known to. */
  warning: reviewWarningSchema.nullable(),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

/** Offered files that are being checked, while that takes long enough to be shown. */
export const fileCheckSchema = z.object({
  checkId: z.string(),
  /** How many of the offered files were inspected, and how many there are. */
  inspected: z.number(),
  files: z.number(),
  /** The file that is read to its end, because its content may be known. */
  reading: z.object({ fileName: z.string(), bytes: z.number(), sizeBytes: z.number() }).nullable(),
});
export type FileCheck = z.infer<typeof fileCheckSchema>;

/** Inspected files that await the user's decision. */
export const reviewSchema = z.object({
  reviewId: z.string(),
  items: z.array(reviewItemSchema),
  /** How many more files were offered than can be added at once, as far as they were counted. */
  leftOut: z.number(),
  /** The choices made last for files of the same folder. */
  choices: addChoicesSchema.nullable(),
});
export type Review = z.infer<typeof reviewSchema>;
