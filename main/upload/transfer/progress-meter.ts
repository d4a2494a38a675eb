import type { ProgressBatch, ProgressRow } from "../../../shared/model/upload.ts";
import { createSteadyEstimate, createTransferSpeed } from "./transfer-speed.ts";

/** How far each sending upload is, lastTotal in batches. Nothing of it is ever stored. */
export interface ProgressMeter {
  /** An attempt begins: its row counts from 0, and an earlier attempt of the row no longer counts. */
  begin(id: string, totalBytes: number): Gauge;
  snapshot(): ProgressBatch;
  stop(): void;
}

/** One attempt's own hand on the meter. */
export interface Gauge {
  /** The socket has taken `sentBytes` of the attempt so far. Cheap: called for every chunk. */
  sent(sentBytes: number): void;
  /** Whether it is held: that time does not count. */
  hold(held: boolean): void;
  end(): void;
}

interface MeterDeps {
  /** Monotonic ms. */
  monotonicNow: () => number;
  /** Starts a repeating timer; returns its end. */
  every: (ms: number, run: () => void) => () => void;
  /**
   * The bytes of every row that goes on by itself, those being sent included, and what of it the person sees: as long
   * as that stays the same, the time left may not jump.
   */
  toSend: () => { bytes: number; cause: string };
  onBatch: (batch: ProgressBatch) => void;
}

interface Entry {
  sentBytes: number;
  /** As far as the bar has come: it never goes back. */
  shownBytes: number;
  /** Bytes at the last tick. */
  tickedBytes: number;
  totalBytes: number;
  held: boolean;
  speed: ReturnType<typeof createTransferSpeed>;
  secondsLeft: ReturnType<typeof createSteadyEstimate>;
  row: ProgressRow;
}

/** One batch for all rows per interval: the page redraws five times a second whatever the number of uploads. */
const batchMs = 200;

/** Bytes the socket took read at most 99 % until BigGo has confirmed. */
const unconfirmedShare = 0.99;

/** Whether bytes may go: not while it is held, nor once all are out and only the answer is missing. */
const isActive = ({ held, sentBytes, totalBytes }: Entry) => !held && sentBytes < totalBytes;

const secondsFor = (bytes: number, perSecond: number) => (perSecond > 0 ? bytes / perSecond : null);

/** Builds the meter. It ticks only while something is being sent. */
export function createProgressMeter({ monotonicNow, every, toSend, onBatch }: MeterDeps): ProgressMeter {
  const entries = new Map<string, Entry>();
  const total = { speed: createTransferSpeed(), secondsLeft: createSteadyEstimate() };
  let lastTotal: ProgressBatch["total"] = { bytesPerSecond: 0, secondsLeft: null };
  let stopTicking: (() => void) | null = null;
  /** What went of transfers that have ended since the last tick. */
  let endedBytes = 0;

  const barBytes = ({ shownBytes, totalBytes }: Entry) =>
    Math.min(shownBytes, Math.floor(totalBytes * unconfirmedShare));
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
    const { bytes: all, cause } = toSend();
    const secondsLeft = total.secondsLeft(secondsFor(Math.max(0, all - sentBytes), perSecond), cause);
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
          // Begun again on another connection: what went before counts no more, and is nothing that was taken back.
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
