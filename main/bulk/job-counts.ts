import { type BulkState, bulkStates, isUnderWay } from "../../shared/model/bulk.ts";
import type { StoredItem, StoredJob } from "./bulk-store.ts";

/** The number of items in each state. */
export function countsOf(items: readonly StoredItem[]): Record<BulkState, number> {
  const counts = Object.fromEntries(bulkStates.map((state) => [state, 0])) as Record<BulkState, number>;
  for (const { state } of items) counts[state] += 1;
  return counts;
}

/** Whether any item is waiting or running. */
export function isUnsettled({ items }: StoredJob): boolean {
  return isUnderWay({ counts: countsOf(items) });
}
