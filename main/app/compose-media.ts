import type { ServeMedia } from "../desktop/app-protocol.ts";
import { createMedia } from "../desktop/media.ts";
import type { SessionParts } from "./compose-session.ts";
import type { PictureComparison } from "./picture-comparison.ts";

/** Resolves the ids in `app://uploader/media/…` to files and addresses of the open account. */
export function composeMedia({ workspace }: SessionParts, pictures: PictureComparison): ServeMedia {
  return createMedia({
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
}
