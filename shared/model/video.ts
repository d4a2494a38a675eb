import { z } from "zod";
import { appErrorSchema } from "../errors.ts";
import { productListSchema, taggedProductSchema } from "./product.ts";

/** BigGo's `access`: 0 public, 1 private, 2 unlisted. */
export const accessSchema = z.enum(["public", "unlisted", "private"]);
export type Access = z.infer<typeof accessSchema>;

/**
 * Longest texts the form takes, in UTF-16 code units. BigGo publishes no limit; these keep a paste from becoming one.
 */
export const titleMaxLength = 200;
export const descriptionMaxLength = 5000;

/** Milliseconds into the video of the frame that is its cover. */
const coverTimeSchema = z.int().min(0);

export const detailsSchema = z.object({
  title: z.string().max(titleMaxLength),
  description: z.string().max(descriptionMaxLength),
  access: accessSchema,
  products: productListSchema,
  /** Null: BigGo chooses. */
  coverTimeMs: coverTimeSchema.nullable(),
  /** The video is private until its processing is complete; only then it becomes what `access` says. */
  stayPrivate: z.boolean(),
});
export type Details = z.infer<typeof detailsSchema>;

export const detailsPatchSchema = z.object({
  title: z.string().max(titleMaxLength).optional(),
  description: z.string().max(descriptionMaxLength).optional(),
  access: accessSchema.optional(),
  products: productListSchema.optional(),
  coverTimeMs: coverTimeSchema.optional(),
  stayPrivate: z.boolean().optional(),
});
export type DetailsPatch = z.infer<typeof detailsPatchSchema>;

/** What BigGo tells of a video's details; never its title or its cover's moment. */
export const knownDetailsSchema = z.object({
  // BigGo's own: longer texts and stranger lists than the form takes are kept as they are.
  description: z.string().optional(),
  access: accessSchema.optional(),
  products: z.array(taggedProductSchema).optional(),
});
export type KnownDetails = z.infer<typeof knownDetailsSchema>;

/** The details of a video that is new here. */
export function newDetails(title: string, access: Access): Details {
  return { title, description: "", access, products: [], coverTimeMs: null, stayPrivate: false };
}

/** Where a change of the details stands: only on this computer, on its way, on BigGo, or refused by it. */
export const saveStateSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("saved") }),
  z.object({ state: z.literal("pending") }),
  z.object({ state: z.literal("sending") }),
  z.object({ state: z.literal("failed"), error: appErrorSchema }),
  /** Somebody else changed the same fields: what BigGo has stands beside what was typed here. */
  z.object({ state: z.literal("conflict"), theirs: knownDetailsSchema }),
]);
export type SaveState = z.infer<typeof saveStateSchema>;

export const videoIdSchema = z.string().min(1).max(200);

/** One of the account's videos on BigGo, as the library shows it, with local edits already laid over it. */
export const libraryVideoSchema = z.object({
  videoId: videoIdSchema,
  /** The upload row it came from, where it came from this computer and the row still stands. */
  uploadId: z.string().nullable(),
  /** BigGo never returns a title: null when it was not typed on this computer. */
  title: z.string().nullable(),
  description: z.string(),
  access: accessSchema,
  save: saveStateSchema,
  status: z.object({
    processing: z.boolean(),
    complete: z.boolean(),
    /** BigGo's own words for a status, shown as they are. */
    keywords: z.array(z.string()),
  }),
  /** The video's page on BigGo. */
  url: z.string(),
  createdAtMs: z.number(),
  lengthSeconds: z.number().nullable(),
  /** Width / height. */
  aspectRatio: z.number().nullable(),
  /** Names the picture that `app://…/media/cover/{videoId}` has; null when it has none. */
  coverKey: z.string().nullable(),
  /** How many pictures along the film `app://…/media/thumbnail/{videoId}?at=` has. */
  thumbnailCount: z.number(),
  /** The frame last chosen here as the cover; null: none was. */
  coverTimeMs: z.number().nullable(),
  /** True when `app://…/media/video/{videoId}` plays. */
  playable: z.boolean(),
  productCount: z.number(),
  /** Tagged products that are offline or gone, as far as it is known. */
  deadProducts: z.number(),
  viewCount: z.number(),
  likeCount: z.number(),
  commentCount: z.number(),
});
export type LibraryVideo = z.infer<typeof libraryVideoSchema>;

export const librarySyncSchema = z.object({
  state: z.enum(["idle", "syncing"]),
  /** Epoch ms of the last complete sync; null when there was none. */
  lastSyncedAtMs: z.number().nullable(),
  /** How many videos a sync of every page has read, of how many; null while no such sync runs. */
  progress: z.object({ read: z.number(), total: z.number() }).nullable(),
  error: appErrorSchema.nullable(),
});
export type LibrarySync = z.infer<typeof librarySyncSchema>;

/** Before the first sync. */
export const nothingSynced: LibrarySync = { state: "idle", lastSyncedAtMs: null, progress: null, error: null };
