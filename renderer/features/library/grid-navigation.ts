/** The shape of the grid as it is on screen. */
export interface GridShape {
  readonly count: number;
  readonly columns: number;
  /** Whole rows in sight. */
  readonly pageRows: number;
}

/** Where a key moves the active cell; null when it is not a key that moves. */
export function moveInGrid(key: string, from: number, { count, columns, pageRows }: GridShape): number | null {
  const within = (to: number) => Math.min(count - 1, Math.max(0, to));
  const page = Math.max(1, pageRows) * columns;
  switch (key) {
    case "ArrowLeft":
      return within(from - 1);
    case "ArrowRight":
      return within(from + 1);
    case "ArrowUp":
      return from - columns < 0 ? from : from - columns;
    case "ArrowDown": {
      const lastRow = Math.floor((count - 1) / columns);
      return Math.floor(from / columns) === lastRow ? from : within(from + columns);
    }
    case "PageUp":
      return within(from - page);
    case "PageDown":
      return within(from + page);
    case "Home":
      return 0;
    case "End":
      return within(count - 1);
    default:
      return null;
  }
}

/** The keys between two of a list, both included. */
export function keysBetween(keys: readonly string[], from: string | null, to: string): string[] {
  const end = keys.indexOf(to);
  const start = from === null ? end : keys.indexOf(from);
  if (end === -1) return [];
  if (start === -1) return [to];
  return keys.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** Where the focus goes when some keys leave: the next that stays, else the last before; -1 when none stays. */
export function keyAfter(keys: readonly string[], from: string, leaving: ReadonlySet<string>): number {
  const at = keys.indexOf(from);
  const next = keys.findIndex((key, index) => index >= at && !leaving.has(key));
  if (next !== -1) return next;
  return keys.findLastIndex((key, index) => index < at && !leaving.has(key));
}

/** How many cells stand in a row, and how wide one is. */
export function fitColumns(width: number, cellWidth: number, gap: number): { columns: number; cell: number } {
  const columns = Math.max(1, Math.round((width + gap) / (cellWidth + gap)));
  return { columns, cell: Math.max(1, Math.floor((width - gap * (columns - 1)) / columns)) };
}
