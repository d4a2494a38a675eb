/** The value at a share (0 to 1) of a list in order; the list is not changed. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

/** The middle of a list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
