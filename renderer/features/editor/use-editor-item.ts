import { useMemo } from "react";
import { type LibraryItem, titleOfBoth, titleOfUpload } from "../../items/library-items.ts";
import { useLibrary, useUploads } from "../../state/services.tsx";
import { videoIdOf } from "../../state/uploads-store.ts";

/**
 * Finds what a key stands for now: the upload while its row is there, and the video as soon as there is one. A video's
 * own id leads to the upload that it came from as well: until BigGo has them, its details are the row's.
 */
export function useEditorItem(key: string): LibraryItem | null {
  const ownUpload = useLibrary((state) => state.videos.get(key)?.uploadId ?? null);
  const upload = useUploads((state) => {
    const uploadId = state.arrivals.get(key)?.uploadId ?? ownUpload ?? key;
    return state.uploads.get(uploadId) ?? null;
  });
  const arrivedAs = useUploads((state) => {
    for (const arrival of state.arrivals.values()) if (arrival.uploadId === key) return arrival.videoId;
    return null;
  });
  const videoId = (upload === null ? null : videoIdOf(upload)) ?? arrivedAs ?? key;
  const video = useLibrary((state) => state.videos.get(videoId) ?? null);
  const gone = useLibrary((state) => state.gone.has(videoId));
  return useMemo(() => {
    if (video !== null) return { key, video, upload, title: titleOfBoth(video, upload), sortMs: video.createdAtMs };
    if (upload === null || gone) return null;
    return { key, video, upload, title: titleOfUpload(upload), sortMs: upload.addedAtMs };
  }, [key, video, upload, gone]);
}
