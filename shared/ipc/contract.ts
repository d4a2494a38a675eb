import { z } from "zod";
import { accountStateSchema, secretStorage } from "../model/account.ts";
import { bulkItemSchema, bulkJobSchema, bulkRequestSchema, plannedChangeSchema } from "../model/bulk.ts";
import { insightRanges, insightReportSchema, videoInsightSchema } from "../model/insight.ts";
import { savedViewSchema } from "../model/library-view.ts";
import { otherPageSchema, whoseSchema } from "../model/other-video.ts";
import {
  foundProductSchema,
  priceLineSchema,
  productAnswerSchema,
  productRefSchema,
  productSetSchema,
  taggedProductSchema,
  tagHealthSchema,
} from "../model/product.ts";
import { settingsPatchSchema, settingsSchema } from "../model/settings.ts";
import { tableImportSchema } from "../model/table.ts";
import { addChoicesSchema, templateSchema } from "../model/template.ts";
import { holdsSchema, progressBatchSchema, queueNoticeSchema, reviewSchema, uploadSchema } from "../model/upload.ts";
import {
  detailsPatchSchema,
  knownDetailsSchema,
  librarySyncSchema,
  libraryVideoSchema,
  videoIdSchema,
} from "../model/video.ts";
import { watchedFolderSchema } from "../model/watch.ts";

const nothing = z.undefined();
const done = z.void();
/** A change of a video's details, and what the person saw of the changed fields, by which others' changes are told. */
const detailsChange = { patch: detailsPatchSchema, seen: knownDetailsSchema.optional() };
const byUpload = z.object({ id: z.string().max(64) });

const uploadsSnapshot = z.object({
  revision: z.number(),
  uploads: z.array(uploadSchema),
  holds: holdsSchema,
  progress: progressBatchSchema,
  notice: queueNoticeSchema.nullable(),
});

const librarySnapshot = z.object({
  revision: z.number(),
  videos: z.array(libraryVideoSchema),
  sync: librarySyncSchema,
});

/**
 * Pages outside the app that the page may ask to open; a video's is looked up by its id, so no URL crosses the door.
 */
const externalPage = z.discriminatedUnion("page", [
  z.object({ page: z.literal("credentials") }),
  z.object({ page: z.literal("video"), videoId: videoIdSchema }),
]);

const insightRange = z.literal(insightRanges);
const byJob = z.object({ id: z.string().max(64) });
const bulkInput = z.object({ action: bulkRequestSchema, videoIds: z.array(videoIdSchema).min(1).max(100_000) });

/** A frame of a video as JPEG, in bytes. */
const maxPictureBytes = 4 * 1024 * 1024;

/** Every call the page may make: name → input and output. Handlers in main are a mapped type over this object. */
export const calls = {
  "app.info": {
    input: nothing,
    output: z.object({
      version: z.string(),
      platform: z.enum(["linux", "darwin", "win32", "other"]),
      /** The system's preferred languages, best first (BCP 47). */
      locales: z.array(z.string()),
      secretStorage,
    }),
  },
  "app.openExternal": { input: externalPage, output: done },
  /** Calls off what `app.whenDone` has announced. */
  "app.cancelWhenDone": { input: nothing, output: done },
  /** Files that reached the app before the page was there (command line, second start, "open with"). */
  "app.takeReviews": { input: nothing, output: z.array(reviewSchema) },

  "account.get": { input: nothing, output: accountStateSchema },
  "account.connect": {
    input: z.object({
      clientId: z.string().trim().min(1).max(512),
      clientSecret: z.string().trim().min(1).max(512),
      /** Where there is no keyring: the person was warned and wants the secret in a file only they can read. */
      keepInFile: z.boolean().optional(),
    }),
    output: accountStateSchema,
  },
  "account.startPractice": { input: nothing, output: accountStateSchema },
  /** Forgets the credentials (or leaves practice mode); queue and library stay on this computer. */
  "account.disconnect": { input: nothing, output: accountStateSchema },
  /** Tries the stored credentials again. */
  "account.reconnect": { input: nothing, output: accountStateSchema },

  "settings.get": { input: nothing, output: settingsSchema },
  "settings.set": { input: settingsPatchSchema, output: settingsSchema },

  /** Opens the system's file dialog; null when the person cancelled it. */
  "files.pick": { input: nothing, output: reviewSchema.nullable() },
  /** The sample video, for who has none at hand. */
  "files.sample": { input: nothing, output: reviewSchema },
  /** Puts the chosen items of a review into the queue; answered after they are stored. */
  "files.accept": {
    input: z.object({
      reviewId: z.string(),
      itemIds: z.array(z.string()).max(10_000),
      choices: addChoicesSchema,
      /** The `{n}` of the first item: files of several reviews that are added together are counted through. */
      first: z.int().min(1).max(100_000),
    }),
    output: z.object({ uploadIds: z.array(z.string()) }),
  },
  "files.dismiss": { input: z.object({ reviewId: z.string() }), output: done },

  "uploads.snapshot": { input: nothing, output: uploadsSnapshot },
  "uploads.cancel": { input: byUpload, output: done },
  "uploads.retry": { input: byUpload, output: done },
  "uploads.pause": { input: byUpload, output: done },
  "uploads.resume": { input: byUpload, output: done },
  /** Takes a finished, failed or cancelled row off the list. Never touches the video on BigGo. */
  "uploads.remove": { input: byUpload, output: done },
  "uploads.clearFinished": { input: nothing, output: done },
  /** Puts an upload before another one of the queue; null: at its end. */
  "uploads.move": {
    input: z.object({ id: z.string().max(64), beforeId: z.string().max(64).nullable() }),
    output: done,
  },
  /** Tries again at once everything that failed, waits, or lacks its file or its details. */
  "uploads.retryAll": { input: nothing, output: done },
  /** Tries a connection that could not be trusted once more, now. */
  "uploads.tryConnection": { input: nothing, output: done },
  "uploads.pauseQueue": { input: z.object({ paused: z.boolean() }), output: done },
  /** For a `needsFile(changed)` row: takes the file as it is now. */
  "uploads.useNewFile": { input: byUpload, output: done },
  /** The person has read the snapshot's notice. */
  "uploads.dismissNotice": { input: nothing, output: done },
  /** Says which of an uncertain row's candidates it is; null: none of them, send it again. */
  "uploads.resolve": { input: z.object({ id: z.string(), videoId: videoIdSchema.nullable() }), output: done },
  /** Stored here at once; goes to BigGo as soon as the video is there. */
  "uploads.setDetails": { input: z.object({ id: z.string(), ...detailsChange }), output: done },
  /** Tries again to save details that BigGo refused or did not get. */
  "uploads.saveDetails": { input: byUpload, output: done },

  "library.snapshot": { input: nothing, output: librarySnapshot },
  "library.sync": { input: nothing, output: done },
  /** The videos whose title and description hold every word of a text, in no order. */
  "library.search": {
    input: z.object({ text: z.string().max(1000) }),
    output: z.object({ videoIds: z.array(videoIdSchema) }),
  },
  /** Stored here at once, then sent; the video's `save` tells how far it is. */
  "library.edit": { input: z.object({ videoId: videoIdSchema, ...detailsChange }), output: done },
  /** Somebody else changed the same fields (`save` is `conflict`): whose values stand? */
  "library.resolveConflict": {
    input: z.object({ videoId: videoIdSchema, keep: z.enum(["mine", "theirs"]) }),
    output: done,
  },
  /** The video's products with their ids, which a listing does not tell. */
  "library.products": { input: z.object({ videoId: videoIdSchema }), output: z.array(taggedProductSchema) },
  "library.views": { input: nothing, output: z.array(savedViewSchema) },
  /** An empty id makes a new view; one of the same name makes way for it. */
  "library.saveView": { input: savedViewSchema, output: savedViewSchema },
  "library.removeView": { input: z.object({ id: z.string().max(64) }), output: done },
  /** The products of these videos as far as they are known, each with how many of them it is on; the most used first. */
  "library.productsOn": {
    input: z.object({ videoIds: z.array(videoIdSchema).max(100_000) }),
    output: z.array(z.object({ product: taggedProductSchema, count: z.number() })),
  },
  "library.saveEdit": { input: z.object({ videoId: videoIdSchema }), output: done },
  /** Takes them out of the library now and deletes them on BigGo at `untilMs`, unless undone before. */
  "library.delete": {
    input: z.object({ videoIds: z.array(videoIdSchema).min(1).max(10_000) }),
    output: z.object({ deletionId: z.string(), untilMs: z.number() }),
  },
  "library.undoDelete": { input: z.object({ deletionId: z.string() }), output: z.object({ undone: z.boolean() }) },

  /** Videos of somebody else, or those the account likes, 20 a page. */
  "others.list": {
    input: z.object({ whose: whoseSchema, page: z.int().min(1).max(100_000) }),
    output: otherPageSchema,
  },

  /** The figures of all own videos within so many days up to today, as far as they were kept here. */
  "insight.report": { input: z.object({ days: insightRange }), output: insightReportSchema },
  "insight.video": { input: z.object({ videoId: videoIdSchema, days: insightRange }), output: videoInsightSchema },

  "watch.list": { input: nothing, output: z.array(watchedFolderSchema) },
  /** Watches a folder that the person picks; null when they thought better of it. */
  "watch.add": {
    input: z.object({ choices: addChoicesSchema, includeExisting: z.boolean() }),
    output: watchedFolderSchema.nullable(),
  },
  "watch.setChoices": { input: z.object({ id: z.string().max(64), choices: addChoicesSchema }), output: done },
  /** Its videos stay where they are, and in the queue. */
  "watch.remove": { input: z.object({ id: z.string().max(64) }), output: done },

  /** Writes library and queue as CSV where the person says; null when they thought better of it. */
  "table.export": { input: nothing, output: z.object({ rows: z.number() }).nullable() },
  /** Opens the system's file dialog; false when the person thought better of it. */
  "table.pick": { input: nothing, output: z.object({ picked: z.boolean() }) },
  /** Reads the table that was picked last and says what it would change. */
  "table.read": { input: nothing, output: tableImportSchema },
  /** Carries out what was read last. */
  "table.apply": {
    input: z.object({ importId: z.string().max(64) }),
    output: z.object({ jobId: z.string().nullable(), uploads: z.number() }),
  },

  /** Words, a shop's address, a BigGo link or a product's own key. A new search ends the one before (`cancelled`). */
  "products.find": {
    input: z.object({ text: z.string().max(4096), page: z.int().min(1).max(1000) }),
    output: productAnswerSchema,
  },
  "products.line": { input: productRefSchema, output: priceLineSchema },
  /**
   * Sends one picture to BigGo's image search; refused (`not-allowed`) until the person has agreed to that in the
   * settings.
   */
  "products.inPicture": {
    input: z.object({ jpeg: z.instanceof(Uint8Array).refine(({ length }) => length <= maxPictureBytes) }),
    output: z.array(foundProductSchema),
  },
  /** Products used lately, the last first. */
  "products.recent": { input: nothing, output: z.array(taggedProductSchema) },
  "products.sets": { input: nothing, output: z.array(productSetSchema) },
  /** An empty id makes a new set. */
  "products.saveSet": { input: productSetSchema, output: productSetSchema },
  "products.removeSet": { input: z.object({ id: z.string().max(64) }), output: done },
  /** Products on own videos that need somebody. */
  "products.health": { input: nothing, output: tagHealthSchema },

  /** What each video would see of a change; nothing is changed. */
  "bulk.plan": { input: bulkInput, output: z.array(plannedChangeSchema) },
  /** Changes many videos; answered when that is stored. */
  "bulk.start": { input: bulkInput, output: bulkJobSchema },
  /** The last ones first. */
  "bulk.jobs": { input: nothing, output: z.array(bulkJobSchema) },
  "bulk.items": { input: byJob, output: z.array(bulkItemSchema) },
  "bulk.setPaused": { input: byJob.extend({ paused: z.boolean() }), output: done },
  /** What has not been begun is left as it is. */
  "bulk.cancel": { input: byJob, output: done },
  /** Tries again what failed, and nothing else. */
  "bulk.retry": { input: byJob, output: done },
  "bulk.undo": { input: byJob, output: bulkJobSchema },

  "templates.list": { input: nothing, output: z.array(templateSchema) },
  /** An empty id makes a new template. */
  "templates.save": { input: templateSchema, output: templateSchema },
  "templates.remove": { input: z.object({ id: z.string().max(64) }), output: done },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.infer<(typeof calls)[N]["input"]>;
export type CallOutput<N extends CallName> = z.infer<(typeof calls)[N]["output"]>;
