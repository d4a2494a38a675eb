import { useMemo } from "react";
import type { Access, DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import { useServices } from "../state/services.tsx";
import { detailsOf, type LibraryItem } from "./library-items.ts";
import { isCancellable, isRemovable } from "./upload-status.ts";

type Target = Pick<LibraryItem, "upload" | "video">;

/** Whether anything of it can be taken away right now. */
export function isTakenAway({ upload, video }: Target): boolean {
  return video !== null || (upload !== null && (isCancellable(upload) || isRemovable(upload)));
}

/** What an item says of the fields that are to change. */
function seenOf(item: Target, patch: DetailsPatch): KnownDetails {
  const { description, access } = detailsOf(item);
  return {
    ...(patch.description === undefined ? {} : { description }),
    ...(patch.access === undefined ? {} : { access }),
  };
}

/** What can be done to items, be they published or on their way. */
export interface ItemActions {
  /** `seen`: what the person saw of the changed fields, where that is not what the item says now. */
  edit(item: Target, patch: DetailsPatch, seen?: KnownDetails): Promise<void>;
  setAccess(items: readonly Target[], access: Access): void;
  /** Takes them away: deletes the published ones and cancels those on their way, both with an undo. */
  remove(items: readonly Target[]): void;
  undo(deletionId: string): void;
}

/** The item actions of this window. */
export function useItemActions(): ItemActions {
  const { client, toasts } = useServices();
  return useMemo(() => {
    const edit = (item: Target, patch: DetailsPatch, seen = seenOf(item, patch)): Promise<void> => {
      const { upload, video } = item;
      // While the row stands in the queue main forwards to the video, so one way of saving serves the whole life.
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
