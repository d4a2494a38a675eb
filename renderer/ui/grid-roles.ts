/**
 * What makes a table a grid (WAI-ARIA): its cells are moved through with the arrow keys, and selected. Spread onto the
 * elements, because the linter knows tables only as things to read.
 */
export function gridProps({ rows, columns }: { rows: number; columns: number }) {
  return { role: "grid", "aria-rowcount": rows, "aria-colcount": columns, "aria-multiselectable": true } as const;
}

/** A row by its place in the whole grid, of which only a part is drawn. */
export function rowProps(index: number) {
  return { role: "row", "aria-rowindex": index + 1 } as const;
}

/** What a column is called. */
export function columnHeadingProps(column: number) {
  return { role: "columnheader", "aria-colindex": column + 1 } as const;
}

/** A cell that only tells a fact. */
export function factCellProps(column: number) {
  return { role: "gridcell", "aria-colindex": column + 1 } as const;
}

/** The cell of a grid that takes the focus and the selection. */
export function gridCellProps({ selected, column }: { selected: boolean; column: number }) {
  return { role: "gridcell", "aria-selected": selected, "aria-colindex": column + 1 } as const;
}
