import { useLibrary } from "../../state/services.tsx";
import { titleOfVideo } from "./library-items.ts";
import { useItemTitle } from "./use-item-title.ts";

/** What a video is called, by its id; one that the library does not know is called by its id. */
export function useVideoTitle(): (videoId: string) => string {
  const videos = useLibrary((state) => state.videos);
  const nameOf = useItemTitle();
  return (videoId) => {
    const video = videos.get(videoId);
    return video === undefined ? videoId : nameOf({ title: titleOfVideo(video), sortMs: video.createdAtMs });
  };
}
