import { dirname } from "node:path";
import { AppError } from "../../../shared/errors.ts";
import type { AddChoices } from "../../../shared/model/template.ts";
import type { Review, ReviewItem } from "../../../shared/model/upload.ts";
import type { Details } from "../../../shared/model/video.ts";
import { expandPaths } from "../files/expand-paths.ts";
import { type InspectedFile, type Inspection, inspectFile } from "../files/inspect-file.ts";
import type { UploadRow } from "../model/upload-row.ts";

export interface IntakeDeps {
  newId: () => string;
  /** Epoch ms. */
  now: () => number;
  /** The video on BigGo that this content became. */
  findVideo: (fingerprint: string) => string | null;
  /** The rows of the queue that are not over, by their content. */
  openRows: () => ReadonlyMap<string, string>;
  /** The position of the next row. */
  nextPosition: () => number;
  add: (rows: readonly UploadRow[]) => void;
  /** What was last chosen for the files of a folder. */
  choicesFor: (folder: string) => AddChoices | null;
}

/** Files on their way into the queue: looked at, shown to the person, then added. */
export interface Intake {
  /** Looks at files and folders that were offered. Nothing is added yet. */
  offer(paths: readonly string[]): Promise<Review>;
  /**
   * Adds items of a review; durable when it returns. What was not among them can be added later, until the review is
   * dismissed. Throws AppError `not-found` for a review that is over. `first` is the number of the first item.
   */
  accept(reviewId: string, itemIds: readonly string[], detailsOf: DetailsOf, first?: number): string[];
  /** The folders that the items of a review are in; nothing for a review that is over. */
  foldersOf(reviewId: string, itemIds: readonly string[]): string[];
  dismiss(reviewId: string): void;
}

/** The details that a file begins with; `n` counts those that are added together, from 1. */
export type DetailsOf = (fileName: string, n: number) => Details;

/** How many files are looked at side by side. */
const parallelInspections = 4;

async function inspectAll(paths: readonly string[]): Promise<Inspection[]> {
  const results: Inspection[] = new Array(paths.length);
  let next = 0;
  const work = async () => {
    for (let index = next++; index < paths.length; index = next++) {
      results[index] = await inspectFile(paths[index] ?? "");
    }
  };
  await Promise.all(Array.from({ length: parallelInspections }, work));
  return results;
}

/** Builds the intake. */
export function createIntake(deps: IntakeDeps): Intake {
  const reviews = new Map<string, Map<string, InspectedFile>>();

  const itemOf = (
    inspection: Inspection,
    seen: Set<string>,
    openRows: ReadonlyMap<string, string>,
  ): { item: ReviewItem; inspected: InspectedFile | null } => {
    const itemId = deps.newId();
    if (!inspection.ok) {
      const { code, fileName, sizeBytes } = inspection;
      return {
        item: { itemId, fileName, sizeBytes, lengthSeconds: null, verdict: { kind: "refused", code }, sidecar: null },
        inspected: null,
      };
    }
    const { inspected } = inspection;
    const { fileName, sizeBytes } = inspected.file;
    const videoId = deps.findVideo(inspected.fingerprint);
    const uploadId = openRows.get(inspected.fingerprint) ?? null;
    const isDuplicate = videoId !== null || uploadId !== null || seen.has(inspected.fingerprint);
    seen.add(inspected.fingerprint);
    const verdict = isDuplicate ? ({ kind: "duplicate", videoId, uploadId } as const) : ({ kind: "accepted" } as const);
    const { lengthSeconds, sidecar } = inspected;
    const told = sidecar === null ? null : { fileName: sidecar.fileName, problem: sidecar.problem };
    return { item: { itemId, fileName, sizeBytes, lengthSeconds, verdict, sidecar: told }, inspected };
  };

  const rowOf = (
    { sidecar, ...inspected }: InspectedFile,
    position: number,
    addedAtMs: number,
    details: Details,
  ): UploadRow => ({
    ...inspected,
    id: deps.newId(),
    position,
    addedAtMs,
    finishedAtMs: null,
    state: { phase: "checking" },
    attempts: 0,
    failures: 0,
    attempt: null,
    uncertainBefore: false,
    confirmedDuplicate: false,
    reconcileAttempts: 0,
    // What stands beside the file is meant for it alone: it goes over what was chosen for all.
    details: { ...details, ...sidecar?.details } as Details,
    detailsRevision: 1,
    savedRevision: 0,
    saveError: null,
  });

  return {
    async offer(paths) {
      const inspections = await inspectAll(await expandPaths(paths));
      const seen = new Set<string>();
      const openRows = deps.openRows();
      const reconciled = inspections.map((inspection) => itemOf(inspection, seen, openRows));
      const reviewId = deps.newId();
      const kept = reconciled.flatMap(({ item, inspected }) =>
        inspected === null ? [] : [[item.itemId, inspected] as const],
      );
      reviews.set(reviewId, new Map(kept));
      const first = kept[0]?.[1].file.path;
      const choices = first === undefined ? null : deps.choicesFor(dirname(first));
      return { reviewId, items: reconciled.map(({ item }) => item), choices };
    },
    accept(reviewId, itemIds, detailsOf, first = 1) {
      const review = reviews.get(reviewId);
      if (review === undefined) throw new AppError("not-found", "These files were already added or put aside");
      const chosen = itemIds.flatMap((itemId) => review.get(itemId) ?? []);
      const position = deps.nextPosition();
      const nowMs = deps.now();
      // A millisecond apart, so that what came together stands in the library in the order it came in.
      const rows = chosen.map((inspected, index) =>
        rowOf(inspected, position + index, nowMs + index, detailsOf(inspected.file.fileName, first + index)),
      );
      if (rows.length > 0) deps.add(rows);
      // What was not chosen can still be.
      for (const itemId of itemIds) review.delete(itemId);
      if (review.size === 0) reviews.delete(reviewId);
      return rows.map((row) => row.id);
    },
    foldersOf(reviewId, itemIds) {
      const chosen = itemIds.flatMap((itemId) => reviews.get(reviewId)?.get(itemId) ?? []);
      return [...new Set(chosen.map(({ file }) => dirname(file.path)))];
    },
    dismiss: (reviewId) => {
      reviews.delete(reviewId);
    },
  };
}
