import { useMemo } from "react";
import { type LibraryItem, publishedItem, unpublishedItem } from "../../items/library-items.ts";
import { useLibrary, useUploads } from "../../state/services.tsx";
import { isGuess, videoIdOf } from "../../state/uploads-store.ts";

/**
 * Resolves an upload id or video id to the current item: the upload while its row exists, and the video once there is
 * one. A video id also resolves to its upload, which holds the details until BigGo has saved them. Null if neither
 * exists.
 */
export function useEditorItem(key: string): LibraryItem | null {
  const linkedUploadId = useLibrary((state) => state.videos.get(key)?.uploadId ?? null);
  const upload = useUploads((state) => {
    const uploadId = state.arrivals.get(key)?.uploadId ?? linkedUploadId ?? key;
    return state.uploads.get(uploadId) ?? null;
  });
  const arrivedVideoId = useUploads((state) => {
    for (const arrival of state.arrivals.values()) if (arrival.uploadId === key) return arrival.videoId;
    return null;
  });
  const ownVideoId = upload === null || isGuess(upload) ? null : videoIdOf(upload);
  const videoId = ownVideoId ?? arrivedVideoId ?? key;
  const video = useLibrary((state) => state.videos.get(videoId) ?? null);
  const gone = useLibrary((state) => state.gone.has(videoId));
  return useMemo(() => {
    if (video !== null) return publishedItem(key, video, upload);
    if (upload === null || gone) return null;
    return { ...unpublishedItem(upload), key };
  }, [key, video, upload, gone]);
}
