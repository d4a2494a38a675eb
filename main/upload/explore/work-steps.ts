import { toErrorValue } from "../../biggo/app-error.ts";
import type { ReconcileResult } from "../model/upload-event.ts";
import { isReconcilable, videoIdOf } from "../model/upload-row.ts";
import { errorOf } from "./answer-errors.ts";
import { explorePolicy } from "./create-world.ts";
import { report } from "./explored-app.ts";
import { reconcileWith } from "./explored-listing.ts";
import { change, type Run, uploadOf } from "./run.ts";
import { saveSteps } from "./save-steps.ts";
import { benign, possible, type Step } from "./step.ts";
import { type DueWork, nameOf, type RunningReconcile, type World } from "./world.ts";

function startReconcile(run: Run, upload: number, extra: boolean): void {
  const { world } = run;
  const { row } = uploadOf(world, upload);
  const known = world.ledger.get(row.fingerprint) ?? null;
  const isThere = world.videos.some(({ videoId, status }) => videoId === known && status !== "gone");
  const listing = world.videos.filter(({ listed, status }) => listed && status !== "gone");
  change(world, upload, { reconcile: { extra, row, listing, known: isThere ? known : null } });
}

/**
 * Whether a scheduled reconcile may begin: the schedule is longer than a body takes to arrive or get lost, and than the listing
 * takes to show a video.
 */
function isSettled(world: World, upload: number): boolean {
  const { row } = uploadOf(world, upload);
  if (row.reconcileAttempts + 1 < explorePolicy.reconcileDelaysMs.length) return true;
  const isOwn = ({ content }: { content: string }) => content === row.fingerprint;
  return !world.bodies.some(isOwn) && world.videos.filter(isOwn).every(({ listed }) => listed);
}

function reportFound(run: Run, upload: number, { extra }: RunningReconcile, found: ReconcileResult): void {
  change(run.world, upload, { reconcile: null });
  report(run, upload, { type: "reconciled", found, extra, atMs: run.world.nowMs });
}

function reconcileSteps(world: World, upload: number, running: RunningReconcile): Step[] {
  const name = nameOf(upload);
  const found = benign(`${name}: the reconcile ends`, async (run) =>
    reportFound(run, upload, running, await reconcileWith(run, running)),
  );
  const unreadable = possible(`${name}: the listing cannot be read`, (run) =>
    reportFound(run, upload, running, { kind: "unreadable", error: toErrorValue(errorOf("connection breaks")) }),
  );
  if (!isReconcilable(running.row)) return [];
  return world.offline ? [unreadable] : [found, unreadable];
}

function checkFile(run: Run, upload: number): void {
  const { file } = uploadOf(run.world, upload);
  report(run, upload, { type: "fileChecked", problem: file === "same" ? null : file });
}

function publish(run: Run, upload: number): void {
  const { world } = run;
  const { row } = uploadOf(world, upload);
  if (videoIdOf(row) !== null && row.details.stayPrivate) report(run, upload, { type: "published" });
}

function startSave(run: Run, upload: number): void {
  const { row, saving } = uploadOf(run.world, upload);
  if (videoIdOf(row) === null || saving !== null || row.savedRevision >= row.detailsRevision) return;
  change(run.world, upload, { saving: row.detailsRevision });
}

const works: Record<DueWork, (run: Run, upload: number) => void> = {
  wake: (run, upload) => report(run, upload, { type: "waitElapsed" }),
  checkFile,
  reconcile: (run, upload) => startReconcile(run, upload, false),
  reconcileNow: (run, upload) => startReconcile(run, upload, true),
  saveDetails: startSave,
  publish,
};

function begin(run: Run, upload: number, work: DueWork): void {
  const { due } = uploadOf(run.world, upload);
  change(run.world, upload, { due: due.filter((each) => each !== work) });
  works[work](run, upload);
}

const labels: Record<DueWork, string> = {
  wake: "the wait elapses",
  checkFile: "the file is checked",
  reconcile: "a scheduled reconcile reads the listing",
  reconcileNow: "an extra reconcile reads the listing",
  saveDetails: "the details are sent",
  publish: "the video is published",
};

/** What the process does next for an upload, besides sending its file. */
export function workSteps(world: World, upload: number): Step[] {
  const explored = uploadOf(world, upload);
  const isPossible = (work: DueWork) => {
    const isReconcile = work === "reconcile" || work === "reconcileNow";
    if (isReconcile && explored.reconcile !== null) return false;
    if (work === "publish" && explored.saving !== null) return false;
    return work !== "reconcile" || isSettled(world, upload);
  };
  const due = explored.due
    .filter(isPossible)
    .map((work) => benign(`${nameOf(upload)}: ${labels[work]}`, (run) => begin(run, upload, work)));
  const reconciling = explored.reconcile === null ? [] : reconcileSteps(world, upload, explored.reconcile);
  return [...due, ...reconciling, ...saveSteps(world, upload)];
}
