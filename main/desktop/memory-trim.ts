import { Session } from "node:inspector";
import { getHeapStatistics } from "node:v8";
import type { After } from "../foundation/clock.ts";

export interface MemoryTrimDeps {
  /** Whether something runs that a pause of some 50 ms would hold up. */
  isBusy: () => boolean;
  after: After;
  /** The size of this process's heap, free parts included, bytes. */
  heapBytes?: () => number;
  /** Collects all garbage and returns the free parts to the system. */
  collect?: () => void;
}

/** Returns memory to the system once much has been read; see docs/decisions/0069. */
export interface MemoryTrim {
  /** Much has been read, and more may follow at once. */
  afterReading(): void;
  stop(): void;
}

/** How long nothing may have been read, and how long a busy app waits before it is asked again, ms. */
const quietMs = 1500;
const busyMs = 10_000;
/** The growth of the heap that is worth a collection, bytes. */
const minGrowth = 24 * 1024 * 1024;

/** V8's answer to a system that is short of memory; Node has no other public way to it. */
function collectGarbage(): void {
  const session = new Session();
  session.connect();
  // A session that is closed within its own answer never returns.
  session.post("HeapProfiler.collectGarbage", () => setImmediate(() => session.disconnect()));
}

/** Builds it. Collects at the first quiet moment after a read that made the heap grow. */
export function createMemoryTrim({
  isBusy,
  after,
  heapBytes = () => getHeapStatistics().total_heap_size,
  collect = collectGarbage,
}: MemoryTrimDeps): MemoryTrim {
  let cancel = () => {};
  let cancelMeasurement = () => {};
  /** The heap after the last collection; it can only have shrunk since, unless it grew. */
  let trimmedBytes = 0;

  const trim = () => {
    const bytes = heapBytes();
    trimmedBytes = Math.min(trimmedBytes, bytes);
    if (bytes - trimmedBytes < minGrowth) return;
    if (isBusy()) {
      cancel = after(busyMs, trim);
      return;
    }
    collect();
    cancelMeasurement = after(quietMs, () => {
      trimmedBytes = heapBytes();
    });
  };

  return {
    afterReading() {
      cancel();
      cancel = after(quietMs, trim);
    },
    stop() {
      cancel();
      cancelMeasurement();
    },
  };
}
