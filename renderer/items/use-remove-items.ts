import { useCallback } from "react";
import { useServices } from "../state/services.tsx";
import type { LibraryItem } from "./library-items.ts";
import { useItemActions } from "./use-item-actions.ts";

/** From how many published videos on a deletion asks for their number. */
const askedFrom = 6;

/** Whether so many videos are deleted only after their number was typed. */
export function asksForNumber(count: number): boolean {
  return count >= askedFrom;
}

/**
 * Takes items away: a few at once, with an undo; for many published ones their number is asked for first, and false is
 * returned, because they are still there.
 */
export function useRemoveItems(): (items: readonly LibraryItem[]) => boolean {
  const { view } = useServices();
  const actions = useItemActions();
  return useCallback(
    (items) => {
      const videoIds = items.flatMap(({ video }) => (video === null ? [] : [video.videoId]));
      if (!asksForNumber(videoIds.length)) {
        actions.remove(items);
        return true;
      }
      const uploadIds = items.flatMap(({ video, upload }) => (video === null && upload !== null ? [upload.id] : []));
      view.openBulk({ kind: "delete", access: "public", videoIds, uploadIds });
      return false;
    },
    [view, actions],
  );
}
