import { z } from "zod";
import { appErrorSchema } from "../errors.ts";
import { accountStateSchema } from "../model/account.ts";
import { pictureRequestSchema } from "../model/pictures.ts";
import { settingsSchema } from "../model/settings.ts";
import { fileCheckSchema, holdsSchema, progressBatchSchema, uploadSchema } from "../model/upload.ts";
import { librarySyncSchema, libraryVideoSchema, videoIdSchema } from "../model/video.ts";

/** Every topic main publishes: name → payload. Revisions increase by one; a page that misses one takes a snapshot. */
export const topics = {
  "account.changed": accountStateSchema,
  "settings.changed": settingsSchema,
  "uploads.changed": z.object({
    revision: z.number(),
    upserts: z.array(uploadSchema),
    removed: z.array(z.string()),
    holds: holdsSchema,
  }),
  /** One batch for all rows, at most every 200 ms while bytes flow. */
  "uploads.progress": progressBatchSchema,
  /** The page is asked to compare pictures, and answers with `uploads.picturesCompared`. */
  "uploads.comparePictures": pictureRequestSchema,
  "library.changed": z.object({
    revision: z.number(),
    upserts: z.array(libraryVideoSchema),
    removed: z.array(z.string()),
    sync: librarySyncSchema,
  }),
  /** Offered files that are being checked: four times a second as long as there are any, and when there are none any more. */
  "files.checking": z.object({ checks: z.array(fileCheckSchema) }),
  /** Files arrived from outside the page, which should fetch the reviews. */
  "files.arrived": z.object({ count: z.number() }),
  /**
   * Products on own videos or product sets have changed, and the product lists of these videos with them: the page
   * refetches what it shows.
   */
  "products.changed": z.object({ revision: z.number(), videoIds: z.array(videoIdSchema) }),
  /** A watched folder has changed: the page refetches the list. */
  "watch.changed": z.object({ revision: z.number() }),
  /** A bulk job has changed: the page refetches it. */
  "bulk.changed": z.object({ revision: z.number() }),
  /** A deletion that could not be carried out; its videos are back in the library. */
  "library.deleteFailed": z.object({ videoIds: z.array(z.string()), error: appErrorSchema }),
  /** The queue is done and the computer sleeps, or the app quits, at `atMs`; null: cancelled. */
  "app.whenDone": z.object({ action: z.enum(["sleep", "quit"]), atMs: z.number() }).nullable(),
  /** The announced action failed. */
  "app.whenDoneFailed": z.object({ error: appErrorSchema }),
  /** This page replaces one whose process had ended. */
  "app.restored": z.null(),
  /** A command of the menu or a notification. */
  "app.command": z.discriminatedUnion("command", [
    z.object({ command: z.literal("add") }),
    z.object({ command: z.literal("settings") }),
    z.object({ command: z.literal("queue") }),
    z.object({ command: z.literal("open-video"), videoId: videoIdSchema }),
  ]),
} as const satisfies Record<string, z.ZodType>;

export type TopicName = keyof typeof topics;
export type TopicPayload<N extends TopicName> = z.infer<(typeof topics)[N]>;
