/** Where pictures and films are fetched from. They come by id: the page knows no path and no address on BigGo. */
export interface MediaUrls {
  /** The cover BigGo made or was given. */
  cover(videoId: string): string;
  /** The published film. */
  video(videoId: string): string;
  /** The local file behind an upload. */
  upload(uploadId: string): string;
}

/** The addresses under one base, such as `app://uploader/media`. */
export function mediaUrlsAt(base: string): MediaUrls {
  const at = (kind: string, id: string) => `${base}/${kind}/${encodeURIComponent(id)}`;
  return {
    cover: (videoId) => at("cover", videoId),
    video: (videoId) => at("video", videoId),
    upload: (uploadId) => at("upload", uploadId),
  };
}
