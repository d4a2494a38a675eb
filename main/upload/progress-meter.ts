import type { ProgressRow } from "../../shared/model/upload.ts";

/** How far each sending upload is, told in batches. Nothing of it is ever stored. */
export interface ProgressMeter {
  /** An attempt begins: its row counts from 0, and an earlier attempt of the row no longer counts. */
  begin(id: string, totalBytes: number): Gauge;
  snapshot(): ProgressRow[];
  stop(): void;
}

/** One attempt's own hand on the meter. */
export interface Gauge {
  /** The socket has taken `sentBytes` of the attempt so far. Cheap: called for every chunk. */
  sent(sentBytes: number): void;
  end(): void;
}

interface MeterDeps {
  /** Monotonic ms. */
  monotonicNow: () => number;
  /** Starts a repeating timer; returns its end. */
  every: (ms: number, run: () => void) => () => void;
  onBatch: (rows: ProgressRow[]) => void;
}

interface Entry {
  sentBytes: number;
  totalBytes: number;
  bytesPerSecond: number;
  measuredAtMs: number;
  measuredBytes: number;
}

/** One batch for all rows per interval: the page redraws five times a second whatever the number of uploads. */
const batchMs = 200;
/** Time constant of the smoothed speed: long enough to be calm, short enough to follow a real change. */
const smoothingMs = 3000;

/** Bytes the socket took read at most 99 % until BigGo has confirmed. */
const unconfirmedShare = 0.99;

function measure(entry: Entry, nowMs: number): void {
  const elapsedMs = nowMs - entry.measuredAtMs;
  if (elapsedMs <= 0) return;
  const speed = ((entry.sentBytes - entry.measuredBytes) / elapsedMs) * 1000;
  const weight = entry.bytesPerSecond === 0 ? 1 : 1 - Math.exp(-elapsedMs / smoothingMs);
  entry.bytesPerSecond += (speed - entry.bytesPerSecond) * weight;
  entry.measuredAtMs = nowMs;
  entry.measuredBytes = entry.sentBytes;
}

function rowOf(id: string, entry: Entry): ProgressRow {
  const left = entry.totalBytes - entry.sentBytes;
  return {
    id,
    sentBytes: Math.min(entry.sentBytes, Math.floor(entry.totalBytes * unconfirmedShare)),
    totalBytes: entry.totalBytes,
    bytesPerSecond: Math.round(entry.bytesPerSecond),
    secondsLeft: entry.bytesPerSecond > 0 ? Math.ceil(left / entry.bytesPerSecond) : null,
  };
}

/** Builds the meter. It ticks only while something is being sent. */
export function createProgressMeter({ monotonicNow, every, onBatch }: MeterDeps): ProgressMeter {
  const entries = new Map<string, Entry>();
  let stopTicking: (() => void) | null = null;
  const snapshot = () => [...entries].map(([id, entry]) => rowOf(id, entry));
  const tick = () => {
    for (const entry of entries.values()) measure(entry, monotonicNow());
    onBatch(snapshot());
  };
  const rest = () => {
    stopTicking?.();
    stopTicking = null;
  };
  return {
    begin(id, totalBytes) {
      const entry = { sentBytes: 0, totalBytes, bytesPerSecond: 0, measuredAtMs: monotonicNow(), measuredBytes: 0 };
      entries.set(id, entry);
      stopTicking ??= every(batchMs, tick);
      return {
        sent(sentBytes) {
          entry.sentBytes = sentBytes;
        },
        end() {
          if (entries.get(id) !== entry) return;
          entries.delete(id);
          if (entries.size > 0) return;
          rest();
          onBatch([]);
        },
      };
    },
    snapshot,
    stop: rest,
  };
}
