import { useMemo } from "react";
import type { Access, DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import { useServices } from "../state/services.tsx";
import { detailsOf, type LibraryItem } from "./library-items.ts";
import { isCancellable, isRemovable } from "./upload-status.ts";

type Target = Pick<LibraryItem, "upload" | "video">;

/** Whether `remove` has an effect on it in its current state. */
export function canRemove({ upload, video }: Target): boolean {
  return video !== null || (upload !== null && (isCancellable(upload) || isRemovable(upload)));
}

/** The item's current values of the fields that `patch` changes. */
function seenOf(item: Target, patch: DetailsPatch): KnownDetails {
  const { description, access } = detailsOf(item);
  return {
    ...(patch.description === undefined ? {} : { description }),
    ...(patch.access === undefined ? {} : { access }),
  };
}

/** Actions on items, published or not. */
export interface ItemActions {
  /** `seen`: the values of the changed fields that the user saw, if they differ from the item's current ones. */
  edit(item: Target, patch: DetailsPatch, seen?: KnownDetails): Promise<void>;
  setAccess(items: readonly Target[], access: Access): void;
  /** Deletes published videos; cancels uploads, or removes finished ones. Deleting and cancelling can be undone. */
  remove(items: readonly Target[]): void;
  undo(deletionId: string): void;
}

export function useItemActions(): ItemActions {
  const { client, toasts } = useServices();
  return useMemo(() => {
    const edit = (item: Target, patch: DetailsPatch, seen = seenOf(item, patch)): Promise<void> => {
      const { upload, video } = item;
      // While the row is in the queue, main forwards edits to the video, so one call works in every phase.
      if (upload !== null) return client.call("uploads.setDetails", { id: upload.id, patch, seen });
      if (video !== null) return client.call("library.edit", { videoId: video.videoId, patch, seen });
      return Promise.resolve();
    };
    const cancel = (uploadIds: readonly string[]) => {
      if (uploadIds.length === 0) return;
      Promise.all(uploadIds.map((id) => client.call("uploads.cancel", { id }))).then(
        () => toasts.add({ kind: "cancelled", uploadIds }),
        toasts.addThrown,
      );
    };
    return {
      edit,
      setAccess: (items, access) => {
        Promise.all(items.map((item) => edit(item, { access }))).catch(toasts.addThrown);
      },
      remove: (items) => {
        const uploads = items.flatMap(({ upload, video }) => (upload !== null && video === null ? [upload] : []));
        cancel(uploads.filter(isCancellable).map((upload) => upload.id));
        for (const { id } of uploads.filter(isRemovable)) client.call("uploads.remove", { id }).catch(toasts.addThrown);
        const videoIds = items.flatMap(({ video }) => (video === null ? [] : [video.videoId]));
        if (videoIds.length === 0) return;
        client
          .call("library.delete", { videoIds })
          .then((deletion) => toasts.add({ kind: "deleted", count: videoIds.length, ...deletion }), toasts.addThrown);
      },
      undo: (deletionId) => {
        client.call("library.undoDelete", { deletionId }).then(({ undone }) => {
          if (!undone) toasts.add({ kind: "too-late" });
        }, toasts.addThrown);
      },
    };
  }, [client, toasts]);
}
