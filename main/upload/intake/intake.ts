import { basename, dirname, resolve } from "node:path";
import { AppError } from "../../../shared/errors.ts";
import type { AddChoices } from "../../../shared/model/template.ts";
import type { Review, ReviewItem } from "../../../shared/model/upload.ts";
import type { Details } from "../../../shared/model/video.ts";
import { createLimiter } from "../../foundation/limiter.ts";
import { expandPaths } from "../files/expand-paths.ts";
import type { Reading } from "../files/hash-thread.ts";
import type { InspectedFile, Inspection } from "../files/inspect-file.ts";
import type { Inspections } from "../files/inspections.ts";
import type { UploadRow } from "../model/upload-row.ts";
import type { Check, Checks } from "./checks.ts";
import type { ComparedFiles, KnownAs, KnownContents } from "./known-contents.ts";
import { newRow } from "./new-row.ts";
import { repeatsIn } from "./repeats.ts";
import { itemIdOf, refusal, refusedItem, reviewItem, verdictOf } from "./review-items.ts";

export interface IntakeDeps {
  newId: () => string;
  /** Epoch ms. */
  now: () => number;
  known: KnownContents;
  /** The fingerprints of unfinished rows. */
  openFingerprints: () => ReadonlySet<string>;
  /** The position of the next row. */
  nextPosition: () => number;
  add: (rows: readonly UploadRow[]) => void;
  /** The choices made last for the files of a folder. */
  choicesFor: (folder: string) => AddChoices | null;
  inspections: Inspections;
  /** Lists the files of what was offered; the disk's by default. */
  expand?: typeof expandPaths;
  /** A file with the content of an open row was offered: a row whose own file is missing continues with this one. */
  fileFound: (path: string, reading?: Reading) => Promise<void>;
  checks: Checks;
}

/** Files before they enter the queue: inspected, reviewed by the user, then added. */
export interface Intake {
  /** Inspects files and folders. Nothing is added yet. When its check is cancelled, the review is empty. */
  offer(paths: readonly string[], options?: OfferOptions): Promise<Review>;
  /** A review that refuses these files and folders without accessing them, because handling them ended the app. */
  refuse(paths: readonly string[]): Review;
  /** Whether the app ended repeatedly while it inspected one of these files, or one in these folders. */
  explainsCrash(paths: readonly string[]): boolean;
  /**
   * Adds items of a review; durable when it resolves. The other items can be added later, until the review is dismissed.
   * Rejects with AppError `not-found` for a review that no longer exists, and `cancelled`. `first` is the `{n}` of the first item.
   */
  accept(reviewId: string, itemIds: readonly string[], detailsOf: DetailsOf, first?: number): Promise<Accepted>;
  /** The folders that contain these items; empty for a review that no longer exists. */
  foldersOf(reviewId: string, itemIds: readonly string[]): string[];
  dismiss(reviewId: string): void;
  /** Ends a check of offered files that is in progress. */
  cancelCheck(checkId: string): void;
}

/** What became of accepted items. */
export interface Accepted {
  uploadIds: string[];
  /**
   * Items that were new when they were offered, and whose content has been added or sent since. They are not added, and
   * stay in the review as duplicates, which the user may still send.
   */
  duplicates: ReviewItem[];
}

export interface OfferOptions {
  /** The names of files that are not on this computer. */
  pathless?: readonly string[];
  /** Not the user's doing: a file that has ended the app twice is refused instead of inspected. */
  automatic?: boolean;
  /**
   * The user waits for it: how far it is is published. Called when the contents of some files have to be compared for
   * longer than a moment, with a review of the others, which may be empty; the result is the review of the rest then.
   */
  onReady?: (review: Review) => void;
}

/** The initial details of a file; `n` counts the files that are added together, from 1. */
export type DetailsOf = (fileName: string, n: number) => Details;

/** How many files are inspected at a time. */
const inspectionConcurrency = 8;

/**
 * A file that was inspected this recently is queued without another check, ms. Every attempt verifies the file again
 * before it sends a byte.
 */
const freshMs = 10_000;

interface OpenReview {
  inspectedAtMs: number;
  files: Map<string, OfferedFile>;
}

interface OfferedFile {
  item: ReviewItem;
  inspected: InspectedFile;
}

interface Offered {
  itemId: string;
  inspection: Inspection;
}

interface OfferedItem {
  item: ReviewItem;
  /** Null for a file that is refused. */
  inspected: InspectedFile | null;
}

/** Inspects files until the check is cancelled: the rest is missing in the result. */
async function inspectAll(
  paths: readonly string[],
  { isSuspect, inspect }: Inspections,
  { isDeliberate, check }: { isDeliberate: (path: string) => boolean; check: Check },
): Promise<Inspection[]> {
  check.found(paths.length);
  const results: Inspection[] = new Array(paths.length);
  // One at a time and last: if one of them ends the process again, it is clear which, and the others are cleared.
  const [suspects, others] = [true, false].map((suspected) =>
    paths.flatMap((path, index) => (isSuspect(path) === suspected ? { path, index } : [])),
  ) as [{ path: string; index: number }[], { path: string; index: number }[]];
  const limit = createLimiter(inspectionConcurrency);
  const inspectOne = async ({ path, index }: { path: string; index: number }) => {
    if (check.signal.aborted) return;
    results[index] = await inspect(path, isDeliberate(path));
    check.inspected();
  };
  await Promise.all(others.map((one) => limit(() => inspectOne(one))));
  for (const one of suspects) await inspectOne(one);
  return results;
}

/** Creates the intake of a queue. */
export function createIntake(deps: IntakeDeps): Intake {
  const reviews = new Map<string, OpenReview>();
  /** Acceptances follow each other, so that each sees what the one before it added. */
  let accepting: Promise<unknown> = Promise.resolve();

  const compareAll = async (files: readonly InspectedFile[], check: Check): Promise<ComparedFiles> => {
    const openFingerprints = deps.openFingerprints();
    for (const { file, fingerprint } of files) {
      if (!openFingerprints.has(fingerprint)) continue;
      await deps.fileFound(file.path, { signal: check.signal, onBytes: (bytes) => check.onRead(file, bytes) });
    }
    return deps.known.compare(files, check);
  };

  const itemsOf = (offered: readonly Offered[], compared: ComparedFiles): OfferedItem[] => {
    const findKnown = compared.lookUp();
    const files = offered.flatMap(({ inspection }) => (inspection.ok ? [inspection.inspected] : []));
    const repeats = repeatsIn(
      files.map((inspected) => ({ fileName: inspected.file.fileName, content: compared.contentOf(inspected) })),
    );
    const sameAs = new Map(files.map((inspected, index) => [inspected, repeats[index] ?? null]));
    return offered.map(({ itemId, inspection }) => {
      if (!inspection.ok) return { item: refusedItem(itemId, inspection), inspected: null };
      const { inspected } = inspection;
      const verdict = verdictOf(findKnown(inspected), sameAs.get(inspected) ?? null);
      return { item: reviewItem(itemId, inspected, verdict), inspected };
    });
  };

  const openReview = (offered: readonly Offered[], compared: ComparedFiles, leftOut: number): Review => {
    const results = itemsOf(offered, compared);
    const reviewId = deps.newId();
    const files = results.flatMap(({ item, inspected }) =>
      inspected === null ? [] : [[item.itemId, { item, inspected }] as const],
    );
    reviews.set(reviewId, { inspectedAtMs: deps.now(), files: new Map(files) });
    const first = files[0]?.[1].inspected.file.path;
    const choices = first === undefined ? null : deps.choicesFor(dirname(first));
    return { reviewId, items: results.map(({ item }) => item), leftOut, choices };
  };

  /** A file whose content is read for minutes must not keep the others waiting. */
  const reviewOf = async (
    offered: readonly Offered[],
    { onReady, leftOut, check }: { onReady: OfferOptions["onReady"]; leftOut: number; check: Check },
  ): Promise<Review | null> => {
    const files = offered.flatMap(({ inspection }) => (inspection.ok ? [inspection.inspected] : []));
    const hinted = new Set(deps.known.hinted(files).map(({ file }) => file.path));
    const isHinted = ({ inspection }: Offered) => inspection.ok && hinted.has(inspection.inspected.file.path);
    const [ready, slow] = [false, true].map((wanted) => offered.filter((one) => isHinted(one) === wanted));
    const comparing = compareAll(files, check);
    const isSplit = onReady !== undefined && hinted.size > 0 && (await check.takesLong(comparing));
    if (isSplit && !check.signal.aborted) onReady(openReview(ready ?? [], await deps.known.compare([]), leftOut));
    const compared = await comparing;
    if (check.signal.aborted) return null;
    return openReview((isSplit ? slow : offered) ?? [], compared, isSplit ? 0 : leftOut);
  };

  const offerNow = async (paths: readonly string[], options: OfferOptions, check: Check): Promise<Review | null> => {
    const { pathless = [], automatic = false, onReady } = options;
    const { files: found, refused, leftOut } = await (deps.expand ?? expandPaths)(paths);
    const named = new Set(automatic ? [] : paths.map((path) => resolve(path)));
    const inspected = await inspectAll(found, deps.inspections, { isDeliberate: (path) => named.has(path), check });
    if (check.signal.aborted) return null;
    const offered = [
      ...inspected.map((inspection, index) => ({ itemId: itemIdOf(found[index] ?? ""), inspection })),
      ...refused.map(({ path, code }) => ({ itemId: itemIdOf(path), inspection: refusal(basename(path), code) })),
      ...pathless.map((name) => ({ itemId: deps.newId(), inspection: refusal(name, "file-without-path") })),
    ];
    return reviewOf(offered, { onReady, leftOut, check });
  };

  /** Between an offer and its acceptance another one may have added the same content. */
  const checkAgain = (offered: readonly OfferedFile[], findKnown: (file: InspectedFile) => KnownAs) => {
    const [chosen, duplicates]: [OfferedFile[], OfferedFile[]] = [[], []];
    for (const { item, inspected } of offered) {
      const { videoId, uploadId } = findKnown(inspected);
      const isNew = item.verdict.kind !== "accepted" || (videoId === null && uploadId === null);
      if (isNew) chosen.push({ item, inspected });
      else duplicates.push({ item: { ...item, verdict: verdictOf({ videoId, uploadId }, null) }, inspected });
    }
    return { chosen, duplicates };
  };

  const acceptNow = async (reviewId: string, itemIds: readonly string[], detailsOf: DetailsOf, first: number) => {
    const review = reviews.get(reviewId);
    if (review === undefined) throw new AppError("not-found", "These files were already added or dismissed");
    const offered = itemIds.flatMap((itemId) => review.files.get(itemId) ?? []);
    const compared = await deps.known.compare(offered.map(({ inspected }) => inspected));
    // Nothing is awaited from here until the rows are added.
    const { chosen, duplicates } = checkAgain(offered, compared.lookUp());
    const position = deps.nextPosition();
    const nowMs = deps.now();
    // A clock that was set back makes the inspection look young: that is no reason to skip the check.
    const ageMs = nowMs - review.inspectedAtMs;
    const isFresh = ageMs >= 0 && ageMs < freshMs;
    const rows = chosen.map(({ inspected }, index) =>
      newRow(inspected, {
        id: deps.newId(),
        contentHash: compared.contentOf(inspected).contentHash,
        position: position + index,
        // A millisecond apart, so that the library lists them in the order they were added.
        addedAtMs: nowMs + index,
        state: { phase: isFresh ? "queued" : "checking" },
        details: detailsOf(inspected.file.fileName, first + index),
      }),
    );
    if (rows.length > 0) deps.add(rows);
    for (const itemId of itemIds) review.files.delete(itemId);
    for (const duplicate of duplicates) review.files.set(duplicate.item.itemId, duplicate);
    if (review.files.size === 0) reviews.delete(reviewId);
    return { uploadIds: rows.map((row) => row.id), duplicates: duplicates.map(({ item }) => item) };
  };

  return {
    async offer(paths, options = {}) {
      const check = deps.checks.begin(options.onReady !== undefined);
      const review = await check.run(offerNow(paths, options, check));
      return review ?? { reviewId: deps.newId(), items: [], leftOut: 0, choices: null };
    },
    refuse: (paths) => ({
      reviewId: deps.newId(),
      items: paths.map((path) => refusedItem(itemIdOf(path), refusal(basename(path), "file-stopped-app"))),
      leftOut: 0,
      choices: null,
    }),
    explainsCrash: deps.inspections.explains,
    async accept(reviewId, itemIds, detailsOf, first = 1) {
      // Before its turn: reading a file to its end must not keep other acceptances waiting.
      const offered = itemIds.flatMap((itemId) => reviews.get(reviewId)?.files.get(itemId)?.inspected ?? []);
      const check = deps.checks.begin(true);
      const compared = await check.run(deps.known.compare(offered, check));
      if (compared === null) throw new AppError("cancelled", "The check of these files was cancelled");
      const accepted = accepting.then(() => acceptNow(reviewId, itemIds, detailsOf, first));
      accepting = accepted.catch(() => {});
      return accepted;
    },
    foldersOf(reviewId, itemIds) {
      const chosen = itemIds.flatMap((itemId) => reviews.get(reviewId)?.files.get(itemId) ?? []);
      return [...new Set(chosen.map(({ inspected }) => dirname(inspected.file.path)))];
    },
    dismiss: (reviewId) => {
      reviews.delete(reviewId);
    },
    cancelCheck: deps.checks.cancel,
  };
}
