interface Placed {
  readonly id: string;
  readonly position: number;
}

/** Below this gap a number between two others is no longer sure to be one. */
const smallestGap = 1e-6;

/**
 * The position that puts a row before another one (`null`: at the end), between its new neighbours. Null where nothing
 * changes: for rows that are not there, or one alone. `"renumber"` where there is no number left between the two.
 */
export function positionBefore(
  rows: readonly Placed[],
  id: string,
  beforeId: string | null,
): number | "renumber" | null {
  let after: Placed | null = null;
  if (beforeId !== null) after = rows.find((row) => row.id === beforeId && row.id !== id) ?? null;
  if ((beforeId !== null && after === null) || !rows.some((row) => row.id === id)) return null;
  let low: number | null = null;
  for (const row of rows) {
    const isEarlier = row.id !== id && (after === null || row.position < after.position);
    if (isEarlier && (low === null || row.position > low)) low = row.position;
  }
  if (low === null) return after === null ? null : after.position - 1;
  if (after === null) return low + 1;
  return after.position - low > smallestGap ? (low + after.position) / 2 : "renumber";
}
