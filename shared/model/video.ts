import { z } from "zod";
import { appErrorSchema } from "../errors.ts";
import { productListSchema, taggedProductSchema } from "./product.ts";

/** BigGo's `access`: 0 public, 1 private, 2 unlisted. */
export const accessSchema = z.enum(["public", "unlisted", "private"]);
export type Access = z.infer<typeof accessSchema>;

/**
 * Maximum lengths of the form's texts, in UTF-16 code units. BigGo publishes no limit; these guard against a huge paste.
 */
export const titleMaxLength = 200;
export const descriptionMaxLength = 5000;

/** A text within its maximum length. Half a character, which cannot be sent, becomes U+FFFD. */
const textSchema = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .overwrite((text) => text.toWellFormed());
export const titleSchema = textSchema(titleMaxLength);
export const descriptionSchema = textSchema(descriptionMaxLength);

/** Position of the cover's frame, ms into the video. */
const coverTimeSchema = z.int().min(0);

export const detailsSchema = z.object({
  title: titleSchema,
  description: descriptionSchema,
  access: accessSchema,
  products: productListSchema,
  /** Null: BigGo chooses. */
  coverTimeMs: coverTimeSchema.nullable(),
  /** The video stays private until processing is complete, and then gets `access`. */
  stayPrivate: z.boolean(),
});
export type Details = z.infer<typeof detailsSchema>;

export const detailsPatchSchema = z.object({
  title: titleSchema.optional(),
  description: descriptionSchema.optional(),
  access: accessSchema.optional(),
  products: productListSchema.optional(),
  coverTimeMs: coverTimeSchema.optional(),
  stayPrivate: z.boolean().optional(),
});
export type DetailsPatch = z.infer<typeof detailsPatchSchema>;

/** The details that BigGo returns: never the title or the cover's position. */
export const knownDetailsSchema = z.object({
  // From BigGo: longer texts and lists than the form accepts are kept as they are.
  description: z.string().optional(),
  access: accessSchema.optional(),
  products: z.array(taggedProductSchema).optional(),
});
export type KnownDetails = z.infer<typeof knownDetailsSchema>;

/** The initial details of a video. */
export function newDetails(title: string, access: Access): Details {
  return { title, description: "", access, products: [], coverTimeMs: null, stayPrivate: false };
}

/** The state of a change of details: stored here only, being sent, confirmed by BigGo, or refused. */
export const saveStateSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("saved") }),
  z.object({ state: z.literal("pending") }),
  z.object({ state: z.literal("sending") }),
  z.object({ state: z.literal("failed"), error: appErrorSchema }),
  /** The same fields were changed elsewhere: BigGo's values are shown beside those typed here. */
  z.object({ state: z.literal("conflict"), theirs: knownDetailsSchema }),
]);
export type SaveState = z.infer<typeof saveStateSchema>;

export const videoIdSchema = z.string().min(1).max(200);

/** One of the account's videos, as the library shows it, with local edits applied. */
export const libraryVideoSchema = z.object({
  videoId: videoIdSchema,
  /** The upload row that it came from, while that row exists. */
  uploadId: z.string().nullable(),
  /** Null when it was not typed on this computer: BigGo never returns a title. */
  title: z.string().nullable(),
  description: z.string(),
  access: accessSchema,
  save: saveStateSchema,
  status: z.object({
    processing: z.boolean(),
    complete: z.boolean(),
    /** BigGo's keywords for the status, shown as they are. */
    keywords: z.array(z.string()),
  }),
  /** The video's page on BigGo. */
  url: z.string(),
  createdAtMs: z.number(),
  lengthSeconds: z.number().nullable(),
  /** Width / height. */
  aspectRatio: z.number().nullable(),
  /** Version of the picture at `app://…/media/cover/{videoId}`; null when there is none. */
  coverKey: z.string().nullable(),
  /** How many thumbnails `app://…/media/thumbnail/{videoId}?at=` has. */
  thumbnailCount: z.number(),
  /** The cover frame last chosen here, ms; null when none was chosen. */
  coverTimeMs: z.number().nullable(),
  /** True when `app://…/media/video/{videoId}` plays. */
  playable: z.boolean(),
  productCount: z.number(),
  /** Tagged products known to be offline or gone. */
  deadProducts: z.number(),
  viewCount: z.number(),
  likeCount: z.number(),
  commentCount: z.number(),
});
export type LibraryVideo = z.infer<typeof libraryVideoSchema>;

/** How many videos one response of the library contains at most. */
export const maxVideosAtOnce = 1000;

export const librarySyncSchema = z.object({
  state: z.enum(["idle", "syncing"]),
  /** Time of the last complete sync, epoch ms; null when there was none. */
  lastSyncedAtMs: z.number().nullable(),
  /** Progress of a full sync, in videos; null while none runs. */
  progress: z.object({ read: z.number(), total: z.number() }).nullable(),
  error: appErrorSchema.nullable(),
});
export type LibrarySync = z.infer<typeof librarySyncSchema>;

/** A deletion that can still be undone. */
export const pendingDeletionSchema = z.object({
  deletionId: z.string(),
  /** Of videos. */
  count: z.number(),
  /** Epoch ms. */
  untilMs: z.number(),
});
export type PendingDeletion = z.infer<typeof pendingDeletionSchema>;

/** Before the first sync. */
export const nothingSynced: LibrarySync = { state: "idle", lastSyncedAtMs: null, progress: null, error: null };
