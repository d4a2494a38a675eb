import type { Transition } from "../machine/transition.ts";
import type { UploadEffect, UploadEvent } from "../model/upload-event.ts";
import { isReconcilable, videoIdOf } from "../model/upload-row.ts";
import { createQueueRows } from "../queue/queue-rows.ts";
import { explorePolicy } from "./create-world.ts";
import { change, type Run, uploadOf, write } from "./run.ts";
import { type DueWork, type ExploredUpload, nameOf, type World } from "./world.ts";

/** Work of another phase has no effect when it is due, and is scheduled anew on the way back. */
function isRelevant(work: DueWork, { row }: ExploredUpload): boolean {
  const { phase } = row.state;
  switch (work) {
    case "wake":
      return phase === "waiting";
    case "checkFile":
      return phase === "checking" || phase === "needsFile";
    case "reconcile":
    case "reconcileNow":
      return isReconcilable(row);
    case "saveDetails":
      return videoIdOf(row) !== null && phase !== "duplicate";
    case "publish":
      return phase === "complete";
  }
}

function schedule(world: World, upload: number, work: DueWork): void {
  const { due } = uploadOf(world, upload);
  if (!due.includes(work)) change(world, upload, { due: [...due, work].sort() });
}

function rememberVideo(run: Run, upload: number, videoId: string): void {
  const { world } = run;
  const { row } = uploadOf(world, upload);
  if (world.ledger.get(row.fingerprint) === videoId) return;
  write(run, () => {
    world.ledger = new Map([...world.ledger, [row.fingerprint, videoId]]);
  });
  for (const [other, { row: otherRow }] of world.uploads.entries()) {
    if (other !== upload && otherRow.state.phase === "uncertain")
      report(run, other, { type: "candidateTaken", videoId });
  }
}

function perform(run: Run, upload: number, effect: UploadEffect): void {
  const { world } = run;
  const explored = uploadOf(world, upload);
  switch (effect.type) {
    case "send":
      if (explored.refused) run.violations.push(`${nameOf(upload)} is sent again after a refusal, unasked`);
      change(world, upload, {
        transfer: {
          attempt: explored.row.attempts,
          stage: "opening",
          barrierTimedOut: false,
          suspect: false,
          answer: null,
        },
      });
      return;
    case "abortSend":
      change(world, upload, { transfer: null });
      return;
    case "holdSend":
    case "continueSend":
      return;
    case "rememberVideo":
      rememberVideo(run, upload, effect.videoId);
      return;
    case "holdForRateLimit":
    case "holdSignedOut":
    case "holdBlocked":
    case "holdForStorage":
    case "backOffQueue":
      world.held = true;
      return;
    default:
      schedule(world, upload, effect.type);
  }
}

function apply(run: Run, upload: number, { row, effects }: Transition): void {
  const { world } = run;
  const before = uploadOf(world, upload).row;
  if (row !== before) {
    write(run, () => change(world, upload, { row }));
    const explored = uploadOf(world, upload);
    change(world, upload, { due: explored.due.filter((work) => isRelevant(work, explored)) });
  }
  for (const effect of effects) perform(run, upload, effect);
  const { state } = row;
  if (row !== before && world.paused && state.phase === "sending" && !state.held)
    report(run, upload, { type: "queuePaused" });
}

/** Applies an event to one upload, as the runner does: transition, commit, effects. Starts nothing. */
export function report(run: Run, upload: number, event: UploadEvent): void {
  const { world, rules } = run;
  const { row } = uploadOf(world, upload);
  const isRefusal = event.type === "sendFailed" && event.failure.kind === "refused";
  const next = rules.transition(row, event, explorePolicy);
  if (isRefusal && next.row !== row) change(world, upload, { refused: true });
  if (event.type === "retryRequested" || event.type === "changedFileAccepted")
    change(world, upload, { refused: false });
  apply(run, upload, next);
}

/** What the barrier holds back starts later; starting at once leaves more orders of events. */
const startsAtOnce = () => false;

/** Starts queued uploads while slots are free, as the runner does after every event; a world that is held starts none. */
export function pump(run: Run): void {
  const { world } = run;
  const isHeld = () => world.held || world.offline || world.paused || !world.running;
  while (!isHeld()) {
    const rows = createQueueRows();
    for (const { row } of world.uploads) rows.put(row);
    const first = rows.sendingCount() < 2 ? rows.firstQueued(startsAtOnce) : undefined;
    if (first === undefined) return;
    const attempt = { startedAtMs: world.nowMs, ...librarySeen(world), bodies: [], boundary: "b" };
    const upload = world.uploads.findIndex(({ row }) => row.id === first.id);
    report(run, upload, { type: "slotGranted", attempt });
  }
}

/** What the library has seen so far. */
export function librarySeen({ librarySeen: seen, videos }: World) {
  const times = videos.filter(({ videoId }) => seen.includes(videoId)).map(({ createdAtMs }) => createdAtMs);
  return { libraryMark: seen.length, newestKnownMs: Math.max(0, ...times) };
}

/** The process starts and recovers what was written. */
export function start(run: Run): void {
  const { world, rules } = run;
  world.running = true;
  for (const [upload, { row }] of world.uploads.entries())
    apply(run, upload, rules.recover(row, world.nowMs, explorePolicy));
}
