import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { memo, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LibraryItem } from "../../items/library-items.ts";
import { Pace, useScrollPace } from "../../items/use-scroll-pace.ts";
import { useServices, useView } from "../../state/services.tsx";
import { useKeptScroll } from "../../state/use-kept-scroll.ts";
import { focusByKey } from "../../ui/focus-by-key.ts";
import { gridProps, rowProps } from "../../ui/grid-roles.ts";
import { fitColumns } from "./grid-navigation.ts";
import { ListHeading, listColumnCount, listHeadingHeight } from "./list-heading.tsx";
import { useDrawnRows } from "./use-drawn-rows.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import { useRestoredFocus } from "./use-restored-focus.ts";
import { VideoCard } from "./video-card.tsx";
import { listColumns, VideoRow } from "./video-row.tsx";

const gap = 12;
const padding = 16;
/** Below a cover, px: a title of up to two lines, figures, date, and the gap to the next row. */
const textHeight = 6 + 40 + 16 + 16 + 14;
const listRowHeight = 48;

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

interface VideoGridProps {
  items: readonly LibraryItem[];
  layout: "grid" | "list";
  cellWidth: number;
}

/** The items as a virtualized grid or list. */
export const VideoGrid = memo(function VideoGrid({ items, layout, cellWidth }: VideoGridProps) {
  const { t } = useTranslation();
  const { view } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const selected = useView((state) => state.selected);
  const selecting = useMemo(() => selected.size > 0 && items.some(({ key }) => selected.has(key)), [items, selected]);
  const activeKey = useView((state) => state.activeKey);
  const revision = useView((state) => state.libraryRevision);
  const asList = layout === "list";
  const { columns, cell } = asList ? { columns: 1, cell: width } : fitColumns(width - 2 * padding, cellWidth, gap);
  const rowHeight = asList ? listRowHeight : Math.round((cell * 16) / 9) + textHeight;
  const headingHeight = asList ? listHeadingHeight : 0;
  const headingRows = asList ? 1 : 0;
  const rows = Math.ceil(items.length / columns);
  const activeIndex = useMemo(
    () =>
      Math.max(
        0,
        items.findIndex((item) => item.key === activeKey),
      ),
    [items, activeKey],
  );
  const activeRow = Math.floor(activeIndex / columns);

  const virtualizer = useVirtualizer({
    count: width === 0 ? 0 : rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: asList ? 8 : 2,
    initialOffset: () => view.scrollTop("library"),
    paddingStart: headingHeight + (asList ? 0 : 4),
    scrollPaddingStart: headingHeight,
    paddingEnd: padding,
    // The active cell stays rendered at any scroll position, so that the focus is not lost.
    rangeExtractor: (range: Range) => [...new Set([activeRow, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  const drawnRows = useDrawnRows(virtualizer, `${revision} ${items.length}`, activeRow);
  useLayoutEffect(() => {
    if (rowHeight > 0) virtualizer.measure();
  }, [virtualizer, rowHeight]);

  useKeptScroll(scroller, "library", width > 0);
  const shownRevision = useRef(revision);
  useLayoutEffect(() => {
    // Asked of the virtualizer: the element's own position would cost a layout of what has just been replaced.
    if (revision !== shownRevision.current && (virtualizer.scrollOffset ?? 0) > 0)
      scroller.current?.scrollTo({ top: 0 });
    shownRevision.current = revision;
  }, [revision, virtualizer]);

  const focusCell = useCallback((key: string) => focusByKey(scroller.current ?? document, key), []);
  const focusAt = (index: number) => {
    virtualizer.scrollToIndex(Math.floor(index / columns), { align: "auto" });
    const item = items[index];
    if (item) focusCell(item.key);
  };
  const pageRows = Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight);
  const keys = useGridKeys({ items, shape: { count: items.length, columns, pageRows }, focusAt });

  const rememberFocus = useRestoredFocus(scroller, items[activeIndex]?.key);
  useEffect(() => {
    const key = view.getState().returnFocusTo;
    if (key === null) return;
    view.focusReturned();
    focusCell(key);
  }, [view, focusCell]);

  const { pace, onScroll } = useScrollPace();

  const ItemCell = asList ? VideoRow : VideoCard;
  return (
    <Pace value={pace}>
      <div className="flex min-h-0 flex-1 flex-col">
        <div
          ref={scroller}
          className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]"
          onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
        >
          <table
            {...gridProps({ rows: rows + headingRows, columns: asList ? listColumnCount : columns })}
            aria-label={t("library.videos")}
            onFocus={rememberFocus}
            className="relative block"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {asList && <ListHeading />}
            <tbody className="block">
              {drawnRows.map((row) => (
                <tr
                  key={row.index}
                  {...rowProps(row.index + headingRows)}
                  className={`group/row absolute top-0 left-0 w-full ${
                    asList
                      ? `group ${listColumns} border-b border-line hover:bg-hover ${selected.has(items[row.index]?.key ?? "") ? "bg-accent-soft" : ""}`
                      : "grid items-start px-4"
                  }`}
                  style={{
                    transform: `translateY(${row.start}px)`,
                    height: row.size,
                    ...(asList ? {} : { gridTemplateColumns: `repeat(${columns}, ${cell}px)`, columnGap: gap }),
                  }}
                >
                  {items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => (
                    <ItemCell
                      key={item.key}
                      item={item}
                      column={column}
                      selected={selected.has(item.key)}
                      active={row.index * columns + column === activeIndex}
                      selecting={selecting}
                      {...keys}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Pace>
  );
});
