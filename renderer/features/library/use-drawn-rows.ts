import type { VirtualItem, Virtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useMemo } from "react";

/**
 * The rows to draw: at once those in sight and the active one, which keeps the focus; those beyond in small steps behind
 * them, which neither a scroll nor a search waits for. When `content` changes, none of the rows beyond is kept.
 */
export function useDrawnRows(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  content: string,
  activeRow: number,
): VirtualItem[] {
  const rows = virtualizer.getVirtualItems();
  const wanted = useMemo(() => ({ content, rows }), [content, rows]);
  const drawn = useDeferredValue(wanted);
  const indexes = new Set(drawn.content === content ? drawn.rows.map(({ index }) => index) : []);
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  return rows.filter(
    ({ index }) => indexes.has(index) || index === activeRow || (index >= startIndex && index <= endIndex),
  );
}
