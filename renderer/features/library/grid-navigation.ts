/** The current layout of the grid. */
export interface GridShape {
  readonly count: number;
  readonly columns: number;
  /** Number of fully visible rows. */
  readonly pageRows: number;
}

/** The index a key moves the active cell to; null for a key that does not move it. */
export function moveInGrid(key: string, from: number, { count, columns, pageRows }: GridShape): number | null {
  const clamp = (to: number) => Math.min(count - 1, Math.max(0, to));
  const page = Math.max(1, pageRows) * columns;
  switch (key) {
    case "ArrowLeft":
      return clamp(from - 1);
    case "ArrowRight":
      return clamp(from + 1);
    case "ArrowUp":
      return from - columns < 0 ? from : from - columns;
    case "ArrowDown": {
      const lastRow = Math.floor((count - 1) / columns);
      return Math.floor(from / columns) === lastRow ? from : clamp(from + columns);
    }
    case "PageUp":
      return clamp(from - page);
    case "PageDown":
      return clamp(from + page);
    case "Home":
      return 0;
    case "End":
      return clamp(count - 1);
    default:
      return null;
  }
}

/** The keys from `from` to `to` in list order, inclusive; only `to` if `from` is null or not listed. */
export function keysBetween(keys: readonly string[], from: string | null, to: string): string[] {
  const end = keys.indexOf(to);
  const start = from === null ? end : keys.indexOf(from);
  if (end === -1) return [];
  if (start === -1) return [to];
  return keys.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** The index to focus when keys are removed: the next remaining one, else the last one before; -1 if none remains. */
export function focusIndexAfterRemoval(keys: readonly string[], from: string, removed: ReadonlySet<string>): number {
  const start = keys.indexOf(from);
  const next = keys.findIndex((key, index) => index >= start && !removed.has(key));
  if (next !== -1) return next;
  return keys.findLastIndex((key, index) => index < start && !removed.has(key));
}

/** The number of columns, at least 1, and the resulting cell width, px. */
export function fitColumns(width: number, cellWidth: number, gap: number): { columns: number; cell: number } {
  const columns = Math.max(1, Math.round((width + gap) / (cellWidth + gap)));
  return { columns, cell: Math.max(1, Math.floor((width - gap * (columns - 1)) / columns)) };
}
