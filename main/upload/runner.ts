import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { Holds, UploadPhase } from "../../shared/model/upload.ts";
import { transition } from "./machine.ts";
import { recover } from "./recovery.ts";
import { type RetryPolicy, rateLimitMs } from "./retry-policy.ts";
import type { Transition } from "./transition.ts";
import type { UploadEffect, UploadEvent } from "./upload-event.ts";
import { type Attempt, type UploadRow, videoIdOf } from "./upload-row.ts";
import type { UploadStore } from "./upload-store.ts";

/** Time, injected. `after` counts on a monotonic clock and returns the function that calls it off. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export interface RunnerDeps {
  store: UploadStore;
  clock: Clock;
  policy: RetryPolicy;
  /** What marks an attempt that begins now. */
  newAttempt: () => Attempt;
  /** How many uploads may send at once. */
  parallel: () => number;
  /** Carries out an effect; what comes of it is dispatched as an event. Must not throw. */
  perform: (row: UploadRow, effect: Exclude<UploadEffect, { type: `hold${string}` } | { type: "wake" }>) => void;
  /** Told after every commit, in order. */
  onChange: (change: { upserts: UploadRow[]; removed: string[] }) => void;
  onHolds: (holds: Holds) => void;
  /** The key was refused in the middle of the work. */
  onSignedOut: (error: AppErrorValue) => void;
}

/** The only writer of the queue, and serial: transition → commit → publish → effects. */
export interface Runner {
  /** Brings back what the store holds; call once, before anything else. */
  start(): void;
  rows(): UploadRow[];
  get(id: string): UploadRow | undefined;
  /** The row a video came from. */
  ownerOf(videoId: string): UploadRow | undefined;
  /** Stores new rows; they are durable when it returns. */
  add(rows: readonly UploadRow[]): void;
  /** Moves a row; the outcome is durable when it returns. Throws only when it could not be stored: then nothing moved. */
  dispatch(id: string, event: UploadEvent): void;
  /** The same for what the world reports and nobody waits for: what cannot be stored now is when the disk has room. */
  report(id: string, event: UploadEvent): void;
  /** Takes a row off the list. */
  remove(id: string): void;
  holds(): Holds;
  setHold(patch: Partial<Holds>): void;
  /** The same event for many rows; what may start, starts once all of them have moved. */
  reportAll(ids: readonly string[], event: UploadEvent): void;
  /** Starts what may start now. */
  pump(): void;
  /** No further effects or timers. */
  stop(): void;
}

const sendingPhases = new Set(["sending", "confirming"]);

/** SQLITE_FULL, or an I/O error that a full disk gives. */
function isStorageFull(error: unknown): boolean {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  return code === 13 || code === 10;
}

function isDiskFull(error: unknown): boolean {
  return error instanceof AppError && error.value.code === "disk-full";
}

/** How soon a full disk is tried again. */
const diskRetryMs = 5000;

/** Builds the runner over its parts. */
export function createRunner(deps: RunnerDeps): Runner {
  const { store, clock, policy } = deps;
  const rows = new Map<string, UploadRow>();
  const owners = new Map<string, string>();
  const timers = new Map<string, () => void>();
  let stopped = false;
  let pumping = false;
  let holds: Holds = { offline: false, signedOut: false, rateLimitedUntilMs: null, diskFull: false, paused: false };

  const setTimer = (key: string, ms: number, run: () => void) => {
    timers.get(key)?.();
    const callOff = clock.after(ms, () => {
      timers.delete(key);
      if (!stopped) run();
    });
    timers.set(key, callOff);
  };

  const idsIn = (phase: UploadPhase) =>
    [...rows.values()].flatMap((row) => (row.state.phase === phase ? [row.id] : []));

  const unsavedIds = () =>
    [...rows.values()].flatMap((row) =>
      row.saveError === null && row.savedRevision < row.detailsRevision ? [row.id] : [],
    );

  const setHold = (patch: Partial<Holds>) => {
    const next = { ...holds, ...patch };
    if (JSON.stringify(next) === JSON.stringify(holds)) return;
    const pausing = next.paused && !holds.paused;
    const signingIn = holds.signedOut && !next.signedOut;
    holds = next;
    deps.onHolds(holds);
    if (pausing) reportAll(idsIn("sending"), { type: "heldBack" });
    if (signingIn) reportAll(unsavedIds(), { type: "saveRequested" });
    pump();
  };

  const holdForDisk = () => {
    setTimer("disk", diskRetryMs, tryDiskAgain);
    setHold({ diskFull: true });
  };

  const perform = (row: UploadRow, effect: UploadEffect) => {
    switch (effect.type) {
      case "wake":
        setTimer(`wake ${row.id}`, effect.afterMs, () => report(row.id, { type: "timeUp" }));
        return;
      case "holdForRateLimit": {
        const waitMs = rateLimitMs(policy, effect.retryAfterMs);
        setTimer("rate limit", waitMs, () => setHold({ rateLimitedUntilMs: null }));
        setHold({ rateLimitedUntilMs: clock.now() + waitMs });
        return;
      }
      case "holdSignedOut":
        setHold({ signedOut: true });
        deps.onSignedOut(effect.error);
        return;
      case "holdForDisk":
        holdForDisk();
        return;
      default:
        deps.perform(row, effect);
    }
  };

  const commit = (write: () => void) => {
    try {
      write();
    } catch (error) {
      if (!isStorageFull(error)) throw error;
      holdForDisk();
      throw new AppError("disk-full", "There is no room to store the queue", { retryable: true });
    }
  };

  const keep = (row: UploadRow) => {
    rows.set(row.id, row);
    const videoId = videoIdOf(row);
    // A repeat is linked to the video; it is not the one the video came from.
    if (videoId !== null && row.state.phase !== "alreadyThere") owners.set(videoId, row.id);
  };

  const apply = (before: UploadRow, { row, effects }: Transition) => {
    if (row !== before) {
      commit(() => store.save(row));
      keep(row);
      deps.onChange({ upserts: [row], removed: [] });
    }
    for (const effect of effects) perform(row, effect);
  };

  let unstored: { id: string; event: UploadEvent }[] = [];
  const tryDiskAgain = () => {
    const reports = unstored;
    unstored = [];
    setHold({ diskFull: false });
    for (const { id, event } of reports) report(id, event);
  };

  const reportAll = (ids: readonly string[], event: UploadEvent) => {
    pumping = true;
    for (const id of ids) report(id, event);
    pumping = false;
    pump();
  };

  const report = (id: string, event: UploadEvent) => {
    try {
      dispatch(id, event);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      unstored.push({ id, event });
    }
  };

  const dispatch = (id: string, event: UploadEvent) => {
    const row = rows.get(id);
    if (row === undefined || stopped) return;
    apply(row, transition(row, event, policy));
    pump();
  };

  const pump = () => {
    const held =
      holds.offline || holds.signedOut || holds.rateLimitedUntilMs !== null || holds.diskFull || holds.paused;
    if (held || stopped || pumping) return;
    pumping = true;
    try {
      startQueued();
    } catch (error) {
      // The queue is held by then; whoever moved another row need not hear of this one.
      if (!isDiskFull(error)) throw error;
    } finally {
      pumping = false;
    }
  };

  const startQueued = () => {
    let free = deps.parallel() - [...rows.values()].filter((row) => sendingPhases.has(row.state.phase)).length;
    const waiting = [...rows.values()].filter((row) => row.state.phase === "queued");
    for (const row of waiting.sort((a, b) => a.position - b.position)) {
      if (free <= 0) break;
      free -= 1;
      apply(row, transition(row, { type: "slotGranted", attempt: deps.newAttempt() }, policy));
    }
  };

  return {
    start() {
      const stored = store.load();
      for (const row of stored) keep(row);
      for (const row of stored) apply(row, recover(row, clock.now(), policy));
      pump();
    },
    rows: () => [...rows.values()],
    get: (id) => rows.get(id),
    ownerOf: (videoId) => rows.get(owners.get(videoId) ?? ""),
    add(added) {
      commit(() => store.saveAll(added));
      for (const row of added) keep(row);
      deps.onChange({ upserts: [...added], removed: [] });
      for (const row of added) if (row.state.phase === "checking") perform(row, { type: "checkFile", afterMs: 0 });
      pump();
    },
    dispatch,
    report,
    reportAll,
    remove(id) {
      if (!rows.has(id)) return;
      commit(() => store.remove(id));
      rows.delete(id);
      deps.onChange({ upserts: [], removed: [id] });
      pump();
    },
    holds: () => holds,
    setHold,
    pump,
    stop() {
      stopped = true;
      for (const callOff of timers.values()) callOff();
      timers.clear();
    },
  };
}
