import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";
import { focusByKey } from "../../ui/focus-by-key.ts";

/**
 * Restores the focus after the focused card was remounted in another row or removed, where the browser would move it to
 * the body: to the same item, else to `fallbackKey`. Returns the focus handler for the grid.
 */
export function useRestoredFocus(root: RefObject<HTMLElement | null>, fallbackKey: string | undefined) {
  const cell = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const lost = cell.current;
    if (lost === null || lost.isConnected || document.activeElement !== document.body) return;
    cell.current = null;
    const key = lost.dataset.key ?? "";
    const remounted = root.current?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const next = remounted ? key : fallbackKey;
    if (root.current !== null && next !== undefined) focusByKey(root.current, next);
  });
  return (event: FocusEvent<HTMLElement>) => {
    const { target } = event;
    cell.current = target instanceof HTMLElement && target.dataset.key !== undefined ? target : null;
  };
}
