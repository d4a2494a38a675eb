import type { KeyboardEvent, MouseEvent } from "react";
import type { LibraryItem } from "../../items/library-items.ts";
import { gridCellProps } from "../../ui/grid-roles.ts";

/** Props of a grid cell or list row. */
export interface CellProps {
  item: LibraryItem;
  column: number;
  selected: boolean;
  /** Whether it is the grid's tab stop. */
  active: boolean;
  /** Whether a click selects instead of opening, because items are selected. */
  selecting: boolean;
  onPress: (item: LibraryItem, event: MouseEvent) => void;
  onToggle: (item: LibraryItem) => void;
  onFocus: (item: LibraryItem) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The attributes and handlers of an item's cell: focusable, found by `data-key`. */
export function itemCellProps({ item, selected, active, onPress, onFocus, onKeyDown }: CellProps, column: number) {
  return {
    ...gridCellProps({ selected, column }),
    tabIndex: active ? 0 : -1,
    "data-key": item.key,
    onClick: (event: MouseEvent) => onPress(item, event),
    onFocus: () => onFocus(item),
    onKeyDown,
  };
}
