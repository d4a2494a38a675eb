import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Upload } from "../../../shared/model/upload.ts";
import { groupUploads, isMovable, type QueueGroup } from "../../items/upload-status.ts";
import { useServices, useUploads } from "../../state/services.tsx";
import { useKeptScroll } from "../../state/use-kept-scroll.ts";
import { focusByKey } from "../../ui/focus-by-key.ts";
import { MovableList, MovableRow, type MovedElement } from "../../ui/movable.tsx";
import { QueueRow } from "./queue-row.tsx";
import { useMoves } from "./use-moves.ts";

type Line =
  | { readonly kind: "group"; readonly group: QueueGroup; readonly count: number }
  | { readonly kind: "upload"; readonly upload: Upload };

const lineKey = (line: Line) => (line.kind === "group" ? line.group : line.upload.id);

function GroupHeading({ group, count }: { group: QueueGroup; count: number }) {
  const { t, i18n } = useTranslation();
  return (
    <tr className="flex h-8 border-b border-line bg-rail text-xs">
      <th scope="rowgroup" className="flex items-center gap-2 px-3 font-medium">
        {t(`queue.groups.${group}`)}
        <span className="font-normal text-quiet tabular-nums">{count.toLocaleString(i18n.language)}</span>
      </th>
    </tr>
  );
}

/** Returns the focus to the row whose editor was closed. */
function useReturnFocus() {
  const { view } = useServices();
  useEffect(() => {
    const key = view.getState().returnFocusTo;
    if (key === null) return;
    view.focusReturned();
    focusByKey(document, key);
  }, [view]);
}

/** The queue in its groups, virtualized. */
export function QueueTable({ uploads }: { uploads: ReadonlyMap<string, Upload> }) {
  const { t } = useTranslation();
  const { view } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () =>
      groupUploads(uploads.values()).flatMap(({ group, uploads: members }): Line[] => [
        { kind: "group", group, count: members.length },
        ...members.map((upload): Line => ({ kind: "upload", upload })),
      ]),
    [uploads],
  );
  const latest = useRef(lines);
  latest.current = lines;
  const sequence = useCallback(
    () => latest.current.flatMap((line) => (line.kind === "upload" ? [line.upload.id] : [])),
    [],
  );
  const moves = useMoves();
  const readOnly = useUploads((state) => state.holds.readOnly);
  const movableIds = useMemo(
    () =>
      readOnly
        ? []
        : lines.flatMap((line) => (line.kind === "upload" && isMovable(line.upload) ? [line.upload.id] : [])),
    [lines, readOnly],
  );
  const [dragged, setDragged] = useState<string | null>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    initialOffset: () => view.scrollTop("queue"),
    estimateSize: (index) => (lines[index]?.kind === "group" ? 32 : 52),
    getItemKey: (index) => {
      const line = lines[index];
      return line === undefined ? index : lineKey(line);
    },
    overscan: 12,
    rangeExtractor(range) {
      const visible = defaultRangeExtractor(range);
      const draggedIndex = lines.findIndex((line) => dragged !== null && lineKey(line) === dragged);
      if (draggedIndex === -1 || visible.includes(draggedIndex)) return visible;
      return [...visible, draggedIndex].sort((a, b) => a - b);
    },
  });
  useKeptScroll(scroller, "queue");
  useReturnFocus();
  return (
    <MovableList ids={movableIds} onMove={moves.moveTo} onDragged={setDragged}>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <table
          aria-label={t("queue.uploads")}
          aria-rowcount={lines.length}
          className="relative block"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((row) => {
            const line = lines[row.index];
            if (line === undefined) return null;
            const renderLine = (moved?: MovedElement) => (
              <tbody
                key={row.key}
                ref={moved?.ref}
                className={`absolute left-0 block w-full ${moved?.dragged === true ? "z-10 bg-float shadow-float" : ""}`}
                style={{
                  // Positioned by `top`, because dragging measures rows without their transform.
                  top: row.start,
                  transform: moved === undefined ? undefined : `translateY(${moved.offset}px)`,
                  transition: moved?.transition,
                  height: row.size,
                }}
              >
                {line.kind === "group" ? (
                  <GroupHeading group={line.group} count={line.count} />
                ) : (
                  <QueueRow upload={line.upload} sequence={sequence} moves={moves} />
                )}
              </tbody>
            );
            if (line.kind === "group") return renderLine();
            return (
              <MovableRow key={row.key} id={line.upload.id} movable={!readOnly && isMovable(line.upload)}>
                {renderLine}
              </MovableRow>
            );
          })}
        </table>
      </div>
    </MovableList>
  );
}
