import { useLibrary, useUploads } from "../state/services.tsx";
import { titleOfUpload, titleOfVideo } from "./library-items.ts";
import { useItemTitle } from "./use-item-title.ts";

/** Returns a function that gives the title of a video or upload by id, or the id itself if it is unknown. */
export function useVideoTitle(): (id: string) => string {
  const videos = useLibrary((state) => state.videos);
  const uploads = useUploads((state) => state.uploads);
  const nameOf = useItemTitle();
  return (id) => {
    const video = videos.get(id);
    if (video !== undefined) return nameOf({ title: titleOfVideo(video), sortMs: video.createdAtMs });
    const upload = uploads.get(id);
    return upload === undefined ? id : titleOfUpload(upload);
  };
}
