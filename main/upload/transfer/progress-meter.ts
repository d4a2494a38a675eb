import type { ProgressBatch, ProgressRow } from "../../../shared/model/upload.ts";
import { createSteadyEstimate, createTransferSpeed } from "./transfer-speed.ts";

/** Measures the progress of each transfer and reports it in batches. Nothing of it is stored. */
export interface ProgressMeter {
  /** Starts an attempt: its row counts from 0, and an earlier attempt of the row no longer counts. */
  begin(id: string, totalBytes: number): Gauge;
  snapshot(): ProgressBatch;
  stop(): void;
}

/** The progress of one attempt. */
export interface Gauge {
  /** The socket has accepted `sentBytes` of the attempt so far. Cheap: called for every chunk. */
  sent(sentBytes: number): void;
  /** Whether the attempt is held. Time while held does not count. */
  hold(held: boolean): void;
  end(): void;
}

interface MeterDeps {
  /** Monotonic ms. */
  monotonicNow: () => number;
  /** Starts a repeating timer; returns a function that stops it. */
  every: (ms: number, run: () => void) => () => void;
  /**
   * The bytes of every unfinished upload that continues automatically, including those being sent. `cause` identifies
   * what the user sees of the queue: while it is unchanged, the time left may not jump.
   */
  toSend: () => { bytes: number; cause: string };
  onBatch: (batch: ProgressBatch) => void;
}

interface Entry {
  sentBytes: number;
  /** The most bytes shown so far: the bar never moves back. */
  shownBytes: number;
  /** Bytes at the last tick. */
  tickedBytes: number;
  totalBytes: number;
  held: boolean;
  speed: ReturnType<typeof createTransferSpeed>;
  secondsLeft: ReturnType<typeof createSteadyEstimate>;
  row: ProgressRow;
}

/** One batch for all rows per interval: five updates a second for any number of uploads. */
const batchMs = 200;

/** Progress stays at or below 99 % until BigGo has confirmed the upload. */
const maxUnconfirmedShare = 0.99;

/** Whether bytes may be sent: not while held, nor when only the response is missing. */
const isActive = ({ held, sentBytes, totalBytes }: Entry) => !held && sentBytes < totalBytes;

const secondsFor = (bytes: number, perSecond: number) => (perSecond > 0 ? bytes / perSecond : null);

/** Creates the meter. It only ticks while something is being sent. */
export function createProgressMeter({ monotonicNow, every, toSend, onBatch }: MeterDeps): ProgressMeter {
  const entries = new Map<string, Entry>();
  const total = { speed: createTransferSpeed(), secondsLeft: createSteadyEstimate() };
  let lastTotal: ProgressBatch["total"] = { bytesPerSecond: 0, secondsLeft: null };
  let stopTicking: (() => void) | null = null;
  /** Bytes of transfers that have ended since the last tick. */
  let endedBytes = 0;

  const barBytes = ({ shownBytes, totalBytes }: Entry) =>
    Math.min(shownBytes, Math.floor(totalBytes * maxUnconfirmedShare));
  const snapshot = (): ProgressBatch => ({
    rows: [...entries.values()].map((entry) => ({ ...entry.row, sentBytes: barBytes(entry) })),
    total: lastTotal,
  });

  /** Measures one row; returns the bytes it has sent since the last tick. */
  const measure = (entry: Entry, nowMs: number): number => {
    const bytes = entry.sentBytes - entry.tickedBytes;
    entry.tickedBytes = entry.sentBytes;
    if (!isActive(entry)) {
      entry.speed.suspend();
      return bytes;
    }
    entry.speed.measure(bytes, nowMs);
    const perSecond = entry.speed.perSecond();
    const secondsLeft = entry.secondsLeft(secondsFor(entry.totalBytes - entry.sentBytes, perSecond), "");
    entry.row = { ...entry.row, bytesPerSecond: Math.round(perSecond), secondsLeft };
    return bytes;
  };

  const tick = () => {
    const nowMs = monotonicNow();
    let [bytes, sentBytes, active] = [endedBytes, 0, endedBytes > 0];
    endedBytes = 0;
    for (const entry of entries.values()) {
      bytes += measure(entry, nowMs);
      sentBytes += entry.sentBytes;
      active ||= bytes > 0 || isActive(entry);
    }
    if (active) total.speed.measure(bytes, nowMs);
    else total.speed.suspend();
    const perSecond = active ? total.speed.perSecond() : 0;
    const { bytes: queuedBytes, cause } = toSend();
    const secondsLeft = total.secondsLeft(secondsFor(Math.max(0, queuedBytes - sentBytes), perSecond), cause);
    lastTotal = { bytesPerSecond: Math.round(perSecond), secondsLeft };
    onBatch(snapshot());
  };

  const stopTimer = () => {
    stopTicking?.();
    stopTicking = null;
    total.speed.suspend();
    lastTotal = { bytesPerSecond: 0, secondsLeft: null };
  };

  return {
    begin(id, totalBytes) {
      const entry: Entry = {
        sentBytes: 0,
        shownBytes: 0,
        tickedBytes: 0,
        totalBytes,
        held: false,
        speed: createTransferSpeed(),
        secondsLeft: createSteadyEstimate(),
        row: { id, sentBytes: 0, totalBytes, bytesPerSecond: 0, secondsLeft: null },
      };
      entries.set(id, entry);
      stopTicking ??= every(batchMs, tick);
      return {
        sent(sentBytes) {
          // Restarted on another connection: the earlier bytes no longer count and must not appear as negative speed.
          if (sentBytes < entry.sentBytes) {
            entry.tickedBytes = 0;
            entry.speed.suspend();
          }
          entry.sentBytes = sentBytes;
          entry.shownBytes = Math.max(entry.shownBytes, sentBytes);
        },
        hold(held) {
          entry.held = held;
          entry.speed.suspend();
          entry.row = {
            ...entry.row,
            bytesPerSecond: held ? 0 : Math.round(entry.speed.perSecond()),
            secondsLeft: null,
          };
        },
        end() {
          if (entries.get(id) !== entry) return;
          entries.delete(id);
          endedBytes += Math.max(0, entry.sentBytes - entry.tickedBytes);
          if (entries.size > 0) return;
          endedBytes = 0;
          stopTimer();
          onBatch(snapshot());
        },
      };
    },
    snapshot,
    stop: stopTimer,
  };
}
