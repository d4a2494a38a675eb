import type { KeyboardEvent, MouseEvent } from "react";
import type { LibraryItem } from "../../items/library-items.ts";
import { gridCellProps } from "../../ui/grid-roles.ts";

/** What a cell of the grid, or a row of the list, is told and tells. */
export interface CellProps {
  item: LibraryItem;
  column: number;
  selected: boolean;
  /** Whether Tab reaches it. */
  active: boolean;
  /** Whether a click selects instead of opening, because a selection is being made. */
  selecting: boolean;
  onPress: (item: LibraryItem, event: MouseEvent) => void;
  onToggle: (item: LibraryItem) => void;
  onFocus: (item: LibraryItem) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** What makes an element the cell of an item: it is found by its key, takes the focus, and hears pointer and keyboard. */
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
