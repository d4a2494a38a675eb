import { useCallback } from "react";
import { useServices } from "../state/services.tsx";
import type { LibraryItem } from "./library-items.ts";
import { useItemActions } from "./use-item-actions.ts";

/** Deleting at least this many published videos requires the user to type their number. */
const countConfirmationFrom = 6;

/** Whether deleting `count` videos requires the user to type their number. */
export function needsCountConfirmation(count: number): boolean {
  return count >= countConfirmationFrom;
}

/**
 * Returns a function that removes items. Few are removed at once, with an undo. For many published ones it opens the
 * confirmation dialog and returns false, because nothing is removed yet.
 */
export function useRemoveItems(): (items: readonly LibraryItem[]) => boolean {
  const { view } = useServices();
  const actions = useItemActions();
  return useCallback(
    (items) => {
      const videoIds = items.flatMap(({ video }) => (video === null ? [] : [video.videoId]));
      if (!needsCountConfirmation(videoIds.length)) {
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
