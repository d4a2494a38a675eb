import { useMemo } from "react";
import type { Access, DetailsPatch } from "../../../shared/model/video.ts";
import { useServices } from "../../state/services.tsx";
import type { LibraryItem } from "./library-items.ts";

type Target = Pick<LibraryItem, "upload" | "video">;

/** What can be done to items, be they published or on their way. */
export interface ItemActions {
  edit(item: Target, patch: DetailsPatch): Promise<void>;
  setAccess(items: readonly Target[], access: Access): void;
  /** Deletes the published ones, with an undo. */
  remove(items: readonly Target[]): void;
  undo(deletionId: string): void;
}

/** The item actions of this window. */
export function useItemActions(): ItemActions {
  const { client, toasts } = useServices();
  return useMemo(() => {
    const edit = ({ upload, video }: Target, patch: DetailsPatch): Promise<void> => {
      // While the row stands in the queue main forwards to the video, so one way of saving serves the whole life.
      if (upload !== null) return client.call("uploads.setDetails", { id: upload.id, patch });
      if (video !== null) return client.call("library.edit", { videoId: video.videoId, patch });
      return Promise.resolve();
    };
    return {
      edit,
      setAccess: (items, access) => {
        Promise.all(items.map((item) => edit(item, { access }))).catch(toasts.addThrown);
      },
      remove: (items) => {
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
