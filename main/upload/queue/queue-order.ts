import { positionBefore } from "../../../shared/model/queue-order.ts";
import type { UploadRow } from "../model/upload-row.ts";

/**
 * The positions that change when a row moves before another one (`null`: to the end): its own, or all of them when no
 * number is left between its new neighbours. Empty when nothing changes.
 */
export function positionsAfterMove(
  rows: readonly Pick<UploadRow, "id" | "position">[],
  id: string,
  beforeId: string | null,
): Map<string, number> {
  const position = positionBefore(rows, id, beforeId);
  if (position === null) return new Map();
  if (position !== "renumber") return new Map([[id, position]]);
  const ordered = [...rows].sort((a, b) => a.position - b.position);
  const moved = ordered.filter((row) => row.id === id);
  const others = ordered.filter((row) => row.id !== id);
  const index = beforeId === null ? others.length : others.findIndex((row) => row.id === beforeId);
  const renumbered = [...others.slice(0, index), ...moved, ...others.slice(index)];
  return new Map(renumbered.map((row, order) => [row.id, order + 1]));
}
