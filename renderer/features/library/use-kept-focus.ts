import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";
import { focusByKey } from "../../ui/focus-by-key.ts";

/**
 * Holds the focus on its video. A card that moves to another row is drawn anew, and one that leaves is gone: in both
 * cases the browser would let the focus fall out of the window.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>, keyAt: string | undefined) {
  const cell = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const left = cell.current;
    if (left === null || left.isConnected || document.activeElement !== document.body) return;
    cell.current = null;
    const key = left.dataset.key ?? "";
    const moved = root.current?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const next = moved ? key : keyAt;
    if (root.current !== null && next !== undefined) focusByKey(root.current, next);
  });
  return (event: FocusEvent<HTMLElement>) => {
    const { target } = event;
    cell.current = target instanceof HTMLElement && target.dataset.key !== undefined ? target : null;
  };
}
