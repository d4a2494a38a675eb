import { createStore, type StoreApi } from "zustand/vanilla";
import { noProgress, type ProgressBatch, type ProgressRow } from "../../shared/model/upload.ts";

/** Bytes and speed by upload id; separate from the queue so that a batch re-renders only the bars. */
export interface ProgressState {
  readonly rows: Readonly<Record<string, ProgressRow>>;
  /** Of the queue as a whole. */
  readonly total: ProgressBatch["total"];
  /** The speed of the queue when bytes last flowed; null before any did. */
  readonly lastBytesPerSecond: number | null;
}

/** The progress store and the action on it. */
export type ProgressStore = StoreApi<ProgressState> & {
  /** Replaces the progress with a batch; rows that it omits are not being sent. */
  take(batch: ProgressBatch): void;
};

/** Creates an empty progress store. */
export function createProgressStore(): ProgressStore {
  const stateOf = ({ rows, total }: ProgressBatch, last: number | null): ProgressState => ({
    rows: Object.fromEntries(rows.map((row) => [row.id, row])),
    total,
    lastBytesPerSecond: total.bytesPerSecond > 0 ? total.bytesPerSecond : last,
  });
  const store = createStore<ProgressState>(() => stateOf(noProgress, null));
  return Object.assign(store, {
    take: (batch: ProgressBatch) => store.setState(({ lastBytesPerSecond }) => stateOf(batch, lastBytesPerSecond)),
  });
}
