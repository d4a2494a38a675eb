import type { ServeMedia } from "../desktop/app-protocol.ts";
import { createMedia } from "../desktop/media.ts";
import { startUtilityProcess } from "../desktop/utility-process.ts";
import { systemClock } from "../foundation/clock.ts";
import { createPictureDecoder } from "../pictures/picture-decoder.ts";
import type { SessionParts } from "./compose-session.ts";
import type { PictureComparison } from "./picture-comparison.ts";

interface MediaParts {
  pictures: PictureComparison;
  /** The built file of the picture process. */
  pictureEntry: string;
  log: (line: string) => void;
}

/** Resolves the ids in `app://uploader/media/…` to files and addresses of the open account. */
export function composeMedia(
  { workspace }: SessionParts,
  { pictures, pictureEntry, log }: MediaParts,
): { serve: ServeMedia; close(): void } {
  const decoder = createPictureDecoder({
    start: () => startUtilityProcess(pictureEntry, "Pictures"),
    after: systemClock.after,
    log,
  });
  const serve = createMedia({
    decodePicture: decoder.decode,
    uploadFile: (id) => workspace()?.engine.get(id)?.file ?? null,
    videoUrls(videoId) {
      const open = workspace();
      const video = pictures.video(videoId) ?? open?.library.raw(videoId) ?? open?.others.video(videoId);
      return video ? { cover: video.coverUrl, mp4: video.mp4Url, thumbnails: video.thumbnailUrls } : null;
    },
    productImage: (key) => workspace()?.images.url(key) ?? null,
    accountFolder: () => workspace()?.folder ?? null,
    openMedia: () => workspace()?.openMedia ?? null,
    apiOrigin() {
      const baseUrl = workspace()?.baseUrl;
      return baseUrl === undefined ? null : new URL(baseUrl).origin;
    },
  });
  return { serve, close: decoder.close };
}
