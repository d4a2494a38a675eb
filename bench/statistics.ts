/** The quantile of a list at `share` (0 to 1); NaN for an empty list. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

/** The median of a list; NaN for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
