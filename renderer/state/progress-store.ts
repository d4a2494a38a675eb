import { createStore, type StoreApi } from "zustand/vanilla";
import type { ProgressRow } from "../../shared/model/upload.ts";

/** Bytes and speed by upload id, apart from the queue so that a batch re-renders bars and nothing else. */
export interface ProgressState {
  readonly rows: Readonly<Record<string, ProgressRow>>;
}

/** The progress store with its two ways to change. */
export type ProgressStore = StoreApi<ProgressState> & {
  reset(rows: readonly ProgressRow[]): void;
  merge(rows: readonly ProgressRow[]): void;
};

/** Creates an empty progress store. */
export function createProgressStore(): ProgressStore {
  const store = createStore<ProgressState>(() => ({ rows: {} }));
  const byId = (rows: readonly ProgressRow[]) => Object.fromEntries(rows.map((row) => [row.id, row]));
  return Object.assign(store, {
    reset: (rows: readonly ProgressRow[]) => store.setState({ rows: byId(rows) }),
    merge: (rows: readonly ProgressRow[]) => store.setState((before) => ({ rows: { ...before.rows, ...byId(rows) } })),
  });
}
