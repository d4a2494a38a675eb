import { type KeyboardEvent, type MouseEvent, useCallback, useRef } from "react";
import type { LibraryItem } from "../../items/library-items.ts";
import { useRemoveItems } from "../../items/use-remove-items.ts";
import { useServices } from "../../state/services.tsx";
import { focusIndexAfterRemoval, type GridShape, keysBetween, moveInGrid } from "./grid-navigation.ts";

interface GridKeys {
  onKeyDown: (event: KeyboardEvent) => void;
  onPress: (item: LibraryItem, event: MouseEvent) => void;
  onToggle: (item: LibraryItem) => void;
  onFocus: (item: LibraryItem) => void;
}

interface GridKeysDeps {
  items: readonly LibraryItem[];
  shape: GridShape;
  /** Scrolls a cell into view and focuses it. */
  focusAt: (index: number) => void;
}

/** Keyboard and pointer handlers of the grid: roving focus, selection with an anchor, and opening. */
export function useGridKeys(deps: GridKeysDeps): GridKeys {
  const { view } = useServices();
  const removeItems = useRemoveItems();
  const anchor = useRef<string | null>(null);
  // In a ref, so that the handlers keep their identity and cells do not re-render.
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
  /** Whether any visible item is selected. */
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
    (event: KeyboardEvent, from: number): boolean => {
      const { items, shape, focusAt } = latest.current;
      const to = moveInGrid(event.key, from, shape);
      const target = to === null ? undefined : items[to];
      if (to === null || target === undefined) return false;
      if (event.shiftKey) {
        const isAnchorShown = items.some((item) => item.key === anchor.current);
        if (!isAnchorShown) anchor.current = items[from]?.key ?? null;
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
        const removed = new Set(isSelecting() ? selected : [key]);
        const next = focusIndexAfterRemoval(
          items.map((item) => item.key),
          key,
          removed,
        );
        if (!removeItems(items.filter((item) => removed.has(item.key)))) return true;
        select([]);
        anchor.current = null;
        // Focus a neighbour, or the focus would leave the grid with the removed card.
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
      const index = latest.current.items.findIndex((item) => item.key === key);
      if (key === null || index === -1) return;
      if (command(event, key) || move(event, index)) event.preventDefault();
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
