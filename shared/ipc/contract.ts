import { z } from "zod";
import { accountStateSchema, secretStorage } from "../model/account.ts";
import { bulkItemSchema, bulkJobSchema, bulkRequestSchema, plannedChangeSchema } from "../model/bulk.ts";
import { insightRanges, insightReportSchema, videoInsightSchema } from "../model/insight.ts";
import { savedViewSchema } from "../model/library-view.ts";
import { otherPageSchema, videoSourceSchema } from "../model/other-video.ts";
import { pictureVerdictSchema } from "../model/pictures.ts";
import {
  foundProductSchema,
  priceLineSchema,
  productAnswerSchema,
  productRefSchema,
  productSetSchema,
  taggedProductSchema,
  tagHealthSchema,
} from "../model/product.ts";
import { proxyAnswerSchema, proxyQuestionSchema, proxySignInSchema } from "../model/proxy.ts";
import { settingsChangeSchema, settingsSchema } from "../model/settings.ts";
import { tableImportSchema } from "../model/table.ts";
import { addChoicesSchema, templateSchema } from "../model/template.ts";
import {
  holdsSchema,
  maxFilesAtOnce,
  progressBatchSchema,
  queueNoticeSchema,
  reviewItemSchema,
  reviewSchema,
  uploadSchema,
} from "../model/upload.ts";
import {
  detailsPatchSchema,
  knownDetailsSchema,
  librarySyncSchema,
  libraryVideoSchema,
  maxVideosAtOnce,
  pendingDeletionSchema,
  videoIdSchema,
} from "../model/video.ts";
import { watchedFolderSchema } from "../model/watch.ts";
import { cleanKey } from "../pasted-text.ts";
import { idList } from "./id-list.ts";

const nothing = z.undefined();
const keySchema = z.string().overwrite(cleanKey).min(1).max(512);
const done = z.void();
/** A change of a video's details, and what was shown of the changed fields, which reveals changes made elsewhere. */
const detailsChange = { patch: detailsPatchSchema, seen: knownDetailsSchema.optional() };
const someVideos = z.object({ videoIds: idList({ min: 1, max: maxVideosAtOnce, maxChars: 200 }) });
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
  /** All videos that are shown, the newest first. */
  videoIds: z.array(videoIdSchema),
  /** The first of them; the page fetches the others with `library.videos`. */
  videos: z.array(libraryVideoSchema),
  sync: librarySyncSchema,
  /** To be offered for undo; the undo of those that an earlier run left starts with this snapshot. */
  deletions: z.array(pendingDeletionSchema),
});

/**
 * Web pages that the page may ask to open; a video's is looked up by its id, so no URL crosses the bridge.
 */
const externalPage = z.discriminatedUnion("page", [
  z.object({ page: z.literal("credentials") }),
  z.object({ page: z.literal("video"), videoId: videoIdSchema }),
]);

const insightRange = z.literal(insightRanges);
const byJob = z.object({ id: z.string().max(64) });
const videoIds = (min: number) => idList({ min, max: 100_000, maxChars: 200 });
const bulkInput = z.object({ action: bulkRequestSchema, videoIds: videoIds(1) });

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
    }),
  },
  "app.openExternal": { input: externalPage, output: done },
  /** Cancels what `app.whenDone` has announced. */
  "app.cancelWhenDone": { input: nothing, output: done },
  /** Files that reached the app from outside the page (command line, second start, "Open with"). */
  "app.takeReviews": { input: nothing, output: z.array(reviewSchema) },

  /** Answered once the keyring has answered, which may wait for the user to unlock it. */
  "account.secretStorage": { input: nothing, output: secretStorage },
  "account.get": { input: nothing, output: accountStateSchema },
  "account.connect": {
    input: z.object({
      clientId: keySchema,
      clientSecret: keySchema,
      /** Without a keyring: the user was warned and wants the secret in a file that only they can read. */
      keepInFile: z.boolean().optional(),
    }),
    output: accountStateSchema,
  },
  "account.startPractice": { input: nothing, output: accountStateSchema },
  /** Forgets the credentials (or leaves practice mode); queue and library stay on this computer. */
  "account.disconnect": { input: nothing, output: accountStateSchema },
  /** Tries the stored credentials again. */
  "account.reconnect": { input: nothing, output: accountStateSchema },

  /** The proxy that asks to sign in; null when none does. */
  "proxy.question": { input: nothing, output: proxyQuestionSchema.nullable() },
  /** Answers it; what waited for the proxy resumes. `accepted` false: the proxy refuses name or password. */
  "proxy.signIn": { input: proxyAnswerSchema, output: z.object({ accepted: z.boolean() }) },
  "proxy.signIns": { input: nothing, output: z.array(proxySignInSchema) },
  "proxy.forget": { input: proxySignInSchema.pick({ proxy: true }), output: done },

  "settings.get": { input: nothing, output: settingsSchema },
  "settings.set": { input: settingsChangeSchema, output: settingsSchema },

  /** Shows the file dialog; null when the user cancelled. */
  "files.pick": { input: nothing, output: reviewSchema.nullable() },
  /** Offers the sample video. */
  "files.sample": { input: nothing, output: reviewSchema },
  /** Adds the chosen items of a review to the queue; returns after they are stored. */
  "files.accept": {
    input: z.object({
      reviewId: z.string().max(64),
      itemIds: idList({ min: 0, max: maxFilesAtOnce, maxChars: 64 }),
      choices: addChoicesSchema,
      /** The `{n}` of the first item: files of several reviews that are added together are numbered continuously. */
      first: z.int().min(1),
    }),
    /** `duplicates`: items whose content was added since they were offered; they stay in the review. */
    output: z.object({ uploadIds: z.array(z.string()), duplicates: z.array(reviewItemSchema) }),
  },
  /** Ends a check of offered files: those that were not checked yet are not offered any more. */
  "files.cancelCheck": { input: z.object({ checkId: z.string().max(64) }), output: done },
  "files.dismiss": { input: z.object({ reviewId: z.string().max(64) }), output: done },

  "uploads.snapshot": { input: nothing, output: uploadsSnapshot },
  "uploads.cancel": { input: byUpload, output: done },
  "uploads.retry": { input: byUpload, output: done },
  "uploads.pause": { input: byUpload, output: done },
  "uploads.resume": { input: byUpload, output: done },
  /** Removes a finished, failed or cancelled row from the queue. Never touches the video on BigGo. */
  "uploads.remove": { input: byUpload, output: done },
  "uploads.clearFinished": { input: nothing, output: done },
  /** Moves an upload before another one; null: to the end of the queue. */
  "uploads.move": {
    input: z.object({ id: z.string().max(64), beforeId: z.string().max(64).nullable() }),
    output: done,
  },
  /** Retries everything that failed, waits, lacks its file, or could not save its details. */
  "uploads.retryAll": { input: nothing, output: done },
  /** Answers `uploads.comparePictures`. */
  "uploads.picturesCompared": {
    input: z.object({ requestId: z.string().max(100), verdict: pictureVerdictSchema }),
    output: done,
  },
  /** Retries a connection that could not be trusted (TLS), or a proxy that could not be used. */
  "uploads.tryConnection": { input: nothing, output: done },
  "uploads.pauseQueue": { input: z.object({ paused: z.boolean() }), output: done },
  /** For a `needsFile(changed)` row: continues with the file as it is now. */
  "uploads.useNewFile": { input: byUpload, output: done },
  /** The user has dismissed the snapshot's notice. */
  "uploads.dismissNotice": { input: nothing, output: done },
  /** Settles an uncertain row with one of its candidates; null: none of them, send it again. */
  "uploads.resolve": { input: z.object({ id: z.string().max(64), videoId: videoIdSchema.nullable() }), output: done },
  /** Stored here at once; sent as soon as there is a video. */
  "uploads.setDetails": { input: z.object({ id: z.string().max(64), ...detailsChange }), output: done },
  /** Retries details that BigGo refused or did not receive. */
  "uploads.saveDetails": { input: byUpload, output: done },

  "library.snapshot": { input: nothing, output: librarySnapshot },
  /** Those that are shown. */
  "library.videos": { input: someVideos, output: z.object({ videos: z.array(libraryVideoSchema) }) },
  "library.sync": { input: nothing, output: done },
  /** Videos whose title and description contain every word of a text, in no order. */
  "library.search": {
    input: z.object({ text: z.string().max(1000) }),
    output: z.object({ videoIds: z.array(videoIdSchema) }),
  },
  /** Stored here at once, then sent; the video's `save` reports the state. */
  "library.edit": { input: z.object({ videoId: videoIdSchema, ...detailsChange }), output: done },
  /** Resolves a conflict with a change made elsewhere (`save` is `conflict`). */
  "library.resolveConflict": {
    input: z.object({ videoId: videoIdSchema, keep: z.enum(["mine", "theirs"]) }),
    output: done,
  },
  /** The video's products with their ids, which a listing does not include. */
  "library.products": { input: z.object({ videoId: videoIdSchema }), output: z.array(taggedProductSchema) },
  "library.views": { input: nothing, output: z.array(savedViewSchema) },
  /** An empty id creates a view; an existing one of the same name is replaced. */
  "library.saveView": { input: savedViewSchema, output: savedViewSchema },
  "library.removeView": { input: z.object({ id: z.string().max(64) }), output: done },
  /** The known products of these videos, each with how many of them it is on, most used first. */
  "library.productsOn": {
    input: z.object({ videoIds: videoIds(0) }),
    output: z.array(z.object({ product: taggedProductSchema, count: z.number() })),
  },
  "library.saveEdit": { input: z.object({ videoId: videoIdSchema }), output: done },
  /** Hides videos now and deletes them on BigGo at `untilMs`, unless undone before. */
  "library.delete": {
    input: z.object({ videoIds: videoIds(1) }),
    output: z.object({ deletionId: z.string(), untilMs: z.number() }),
  },
  "library.undoDelete": {
    input: z.object({ deletionId: z.string().max(64) }),
    output: z.object({ undone: z.boolean() }),
  },

  /** Videos of another user, or those the account likes, 20 a page. */
  "others.list": {
    input: z.object({ whose: videoSourceSchema, page: z.int().min(1).max(100_000) }),
    output: otherPageSchema,
  },

  /** The figures of all own videos over the last days, as far as they were recorded here. */
  "insight.report": { input: z.object({ days: insightRange }), output: insightReportSchema },
  "insight.video": { input: z.object({ videoId: videoIdSchema, days: insightRange }), output: videoInsightSchema },

  "watch.list": { input: nothing, output: z.array(watchedFolderSchema) },
  /** Watches a folder that the user picks; null when they cancelled. */
  "watch.add": {
    input: z.object({ choices: addChoicesSchema, includeExisting: z.boolean() }),
    output: watchedFolderSchema.nullable(),
  },
  "watch.setChoices": { input: z.object({ id: z.string().max(64), choices: addChoicesSchema }), output: done },
  /** Its files and uploads stay. */
  "watch.remove": { input: z.object({ id: z.string().max(64) }), output: done },
  /** Writes library and queue as CSV; null when the user cancelled. */
  "table.export": { input: nothing, output: z.object({ rows: z.number() }).nullable() },
  /** Shows the table that was written last in its folder. Rejects with `not-found` when it is gone. */
  "table.showExported": { input: nothing, output: done },
  /** Shows the file dialog; false when the user cancelled. */
  "table.pick": { input: nothing, output: z.object({ picked: z.boolean() }) },
  /** Reads the table that was picked last and returns what it would change. */
  "table.read": { input: nothing, output: tableImportSchema },
  /** Applies the table that was read last. */
  "table.apply": {
    input: z.object({ importId: z.string().max(64) }),
    output: z.object({ jobId: z.string().nullable(), uploads: z.number() }),
  },

  /** Words, a shop's URL, a BigGo link or a product key. A new search aborts the previous one (`cancelled`). */
  "products.find": {
    input: z.object({ text: z.string().max(4096), page: z.int().min(1).max(1000) }),
    output: productAnswerSchema,
  },
  "products.line": { input: productRefSchema, output: priceLineSchema },
  /**
   * Sends one picture to BigGo's image search; refused (`not-allowed`) until the user has agreed to that in the settings.
   */
  "products.inPicture": {
    input: z.object({ jpeg: z.instanceof(Uint8Array).refine(({ length }) => length <= maxPictureBytes) }),
    output: z.array(foundProductSchema),
  },
  /** Recently used products, newest first. */
  "products.recent": { input: nothing, output: z.array(taggedProductSchema) },
  "products.sets": { input: nothing, output: z.array(productSetSchema) },
  /** An empty id creates a set. */
  "products.saveSet": { input: productSetSchema, output: productSetSchema },
  "products.removeSet": { input: z.object({ id: z.string().max(64) }), output: done },
  /** Products on own videos that are offline, gone, or changed in price. */
  "products.health": { input: nothing, output: tagHealthSchema },

  /** What a bulk change would do to each video; nothing is changed. */
  "bulk.plan": { input: bulkInput, output: z.array(plannedChangeSchema) },
  /** Starts a bulk job; returns once it is stored. */
  "bulk.start": { input: bulkInput, output: bulkJobSchema },
  /** Newest first. */
  "bulk.jobs": { input: nothing, output: z.array(bulkJobSchema) },
  "bulk.items": { input: byJob, output: z.array(bulkItemSchema) },
  "bulk.setPaused": { input: byJob.extend({ paused: z.boolean() }), output: done },
  /** Leaves videos unchanged that have not been started. */
  "bulk.cancel": { input: byJob, output: done },
  /** Retries the failed videos only. */
  "bulk.retry": { input: byJob, output: done },
  "bulk.undo": { input: byJob, output: bulkJobSchema },

  "templates.list": { input: nothing, output: z.array(templateSchema) },
  /** An empty id creates a template. */
  "templates.save": { input: templateSchema, output: templateSchema },
  "templates.remove": { input: z.object({ id: z.string().max(64) }), output: done },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.infer<(typeof calls)[N]["input"]>;
export type CallOutput<N extends CallName> = z.infer<(typeof calls)[N]["output"]>;
