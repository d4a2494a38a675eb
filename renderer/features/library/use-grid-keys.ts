import { type KeyboardEvent, type MouseEvent, useCallback, useRef } from "react";
import type { LibraryItem } from "../../items/library-items.ts";
import { useRemoveItems } from "../../items/use-remove-items.ts";
import { useServices } from "../../state/services.tsx";
import { type GridShape, keyAfter, keysBetween, moveInGrid } from "./grid-navigation.ts";

interface GridKeys {
  onKeyDown: (event: KeyboardEvent) => void;
  onPress: (item: LibraryItem, event: MouseEvent) => void;
  onToggle: (item: LibraryItem) => void;
  onFocus: (item: LibraryItem) => void;
}

interface GridKeysDeps {
  items: readonly LibraryItem[];
  shape: GridShape;
  /** Brings a cell into sight and gives it the focus. */
  focusAt: (index: number) => void;
}

/** Keyboard and pointer of the grid: one tabbable cell, a selection with an anchor, and opening. */
export function useGridKeys(deps: GridKeysDeps): GridKeys {
  const { view } = useServices();
  const removeItems = useRemoveItems();
  const anchor = useRef<string | null>(null);
  // Kept in a ref so that the handlers stay the same and no cell is drawn again for them.
  const latest = useRef(deps);
  latest.current = deps;

  const select = useCallback((keys: Iterable<string>) => view.select(keys), [view]);
  const toggle = useCallback(
    (key: string) => {
      const selected = new Set(view.getState().selected);
      if (!selected.delete(key)) selected.add(key);
      anchor.current = key;
      select(selected);
    },
    [view, select],
  );
  /** Whether a selection is being made: what a filter hides takes no part in it. */
  const isSelecting = useCallback(() => {
    const { selected } = view.getState();
    return selected.size > 0 && latest.current.items.some(({ key }) => selected.has(key));
  }, [view]);
  const open = useCallback(
    (key: string, focusTitle: boolean) =>
      view.openEditor({ key, focusTitle, sequence: latest.current.items.map((item) => item.key) }),
    [view],
  );

  const move = useCallback(
    (event: KeyboardEvent, at: number): boolean => {
      const { items, shape, focusAt } = latest.current;
      const to = moveInGrid(event.key, at, shape);
      const target = to === null ? undefined : items[to];
      if (to === null || target === undefined) return false;
      if (event.shiftKey) {
        const stands = items.some((item) => item.key === anchor.current);
        if (!stands) anchor.current = items[at]?.key ?? null;
        select(
          keysBetween(
            items.map((item) => item.key),
            anchor.current,
            target.key,
          ),
        );
      } else anchor.current = null;
      view.activate(target.key);
      focusAt(to);
      return true;
    },
    [view, select],
  );

  const command = useCallback(
    (event: KeyboardEvent, key: string): boolean => {
      const { items, focusAt } = latest.current;
      const { selected } = view.getState();
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") select(items.map((item) => item.key));
      else if (event.key === "Enter") open(key, false);
      else if (event.key === "F2") open(key, true);
      else if (event.key === " ") toggle(key);
      else if (event.key === "Delete") {
        const taken = new Set(isSelecting() ? selected : [key]);
        const next = keyAfter(
          items.map((item) => item.key),
          key,
          taken,
        );
        if (!removeItems(items.filter((item) => taken.has(item.key)))) return true;
        select([]);
        anchor.current = null;
        // The focus goes on to a neighbour: it must not fall out of the grid with the card that leaves.
        if (next !== -1) focusAt(next);
      } else if (event.key === "Escape" && selected.size > 0) {
        select([]);
        anchor.current = null;
      } else return false;
      return true;
    },
    [view, removeItems, open, select, toggle, isSelecting],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      const key = event.currentTarget.getAttribute("data-key");
      const at = latest.current.items.findIndex((item) => item.key === key);
      if (key === null || at === -1) return;
      if (command(event, key) || move(event, at)) event.preventDefault();
    },
    [command, move],
  );
  const onPress = useCallback(
    (item: LibraryItem, event: MouseEvent) => {
      if (event.shiftKey) {
        anchor.current ??= view.getState().activeKey;
        select(
          keysBetween(
            latest.current.items.map((other) => other.key),
            anchor.current,
            item.key,
          ),
        );
      } else if (event.ctrlKey || event.metaKey || isSelecting()) toggle(item.key);
      else open(item.key, false);
      view.activate(item.key);
    },
    [view, select, toggle, open, isSelecting],
  );
  const onToggle = useCallback((item: LibraryItem) => toggle(item.key), [toggle]);
  const onFocus = useCallback((item: LibraryItem) => view.activate(item.key), [view]);
  return { onKeyDown, onPress, onToggle, onFocus };
}
