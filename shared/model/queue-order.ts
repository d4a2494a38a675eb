interface Positioned {
  readonly id: string;
  readonly position: number;
}

/** Below this gap, the number halfway between two others may equal one of them. */
const smallestGap = 1e-6;

/**
 * The position that moves a row before another one (`null`: to the end), between its new neighbours. Null when nothing
 * changes: for unknown rows, or a single one. `"renumber"` when no number is left between the two.
 */
export function positionBefore(
  rows: readonly Positioned[],
  id: string,
  beforeId: string | null,
): number | "renumber" | null {
  let after: Positioned | null = null;
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
