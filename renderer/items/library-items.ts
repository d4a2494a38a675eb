import type { Upload } from "../../shared/model/upload.ts";
import { type Details, type LibraryVideo, newDetails } from "../../shared/model/video.ts";
import { type Arrival, videoIdOf } from "../state/uploads-store.ts";

/** What stands in the library: a published video, or an upload on its way to become one. */
export interface LibraryItem {
  /** The upload's id where it came from this computer, so that the card stays the same one when it is published. */
  readonly key: string;
  readonly video: LibraryVideo | null;
  readonly upload: Upload | null;
  /** Empty when nothing is known that could name it. */
  readonly title: string;
  readonly sortMs: number;
}

interface Sources {
  readonly videos: ReadonlyMap<string, LibraryVideo>;
  readonly gone: ReadonlySet<string>;
  readonly uploads: ReadonlyMap<string, Upload>;
  readonly arrivals: ReadonlyMap<string, Arrival>;
}

/** BigGo returns no title: where none was typed here, the description's first line names the video best. */
export function titleOfVideo(video: LibraryVideo): string {
  if (video.title !== null && video.title.trim() !== "") return video.title;
  return video.description.split("\n", 1)[0]?.trim() ?? "";
}

/** The first line of a description that does not say what the title says already: an unknown title is its first line. */
export function lineBelowTitle({ description }: LibraryVideo, title: string): string {
  const lines = description.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && line !== title) ?? "";
}

/** An upload's title, or its file's name while it has none. */
export function titleOfUpload(upload: Upload): string {
  return upload.details.title.trim() === "" ? upload.fileName : upload.details.title;
}

/** While BigGo has not taken the row's details, they name the video; after that its own do. */
export function titleOfBoth(video: LibraryVideo, upload: Upload | null): string {
  return upload !== null && upload.save.state !== "saved" ? titleOfUpload(upload) : titleOfVideo(video);
}

function itemOfVideo(video: LibraryVideo, { uploads, arrivals }: Sources): LibraryItem {
  const arrival = arrivals.get(video.videoId);
  const uploadId = arrival?.uploadId ?? video.uploadId;
  const upload = uploadId === null ? null : (uploads.get(uploadId) ?? null);
  return {
    key: uploadId ?? video.videoId,
    video,
    upload,
    title: titleOfBoth(video, upload),
    sortMs: upload?.addedAtMs ?? arrival?.addedAtMs ?? video.createdAtMs,
  };
}

/** Whether an upload stands in the library although BigGo lists no video of it. */
function standsAlone(upload: Upload, { videos, gone }: Sources, published: ReadonlySet<string>): boolean {
  const { phase } = upload.state;
  if (published.has(upload.id) || phase === "cancelled" || phase === "duplicate" || phase === "complete") return false;
  const videoId = videoIdOf(upload);
  return videoId === null || !(videos.has(videoId) || gone.has(videoId));
}

/** How many items the library has. */
export function countAll(sources: Sources): number {
  const published = new Set(Array.from(sources.videos.values(), (video) => itemOfVideo(video, sources).key));
  const alone = [...sources.uploads.values()].filter((upload) => standsAlone(upload, sources, published));
  return sources.videos.size + alone.length;
}

/** Lays the queue over the library: every video once, every upload once, and none of them twice. */
export function mergeItems(sources: Sources): LibraryItem[] {
  const items = Array.from(sources.videos.values(), (video) => itemOfVideo(video, sources));
  const published = new Set(items.map((item) => item.key));
  for (const upload of sources.uploads.values()) {
    if (!standsAlone(upload, sources, published)) continue;
    items.push({ key: upload.id, video: null, upload, title: titleOfUpload(upload), sortMs: upload.addedAtMs });
  }
  return items;
}

/** Whether the row has the details: until BigGo has them. */
export function ownsDetails({ video, upload }: Pick<LibraryItem, "video" | "upload">): boolean {
  return upload !== null && (video === null || upload.save.state !== "saved");
}

/** What is being edited: the row's details until BigGo has them, the video's after that. */
export function detailsOf({ video, upload }: Pick<LibraryItem, "video" | "upload">): Details {
  if (upload !== null && ownsDetails({ video, upload })) return upload.details;
  if (video === null) return newDetails("", "public");
  const { description, coverTimeMs } = video;
  const stayPrivate = upload?.details.stayPrivate === true && upload.state.phase === "processing";
  const access = accessOf({ video, upload });
  return { ...newDetails(video.title ?? "", access), description, coverTimeMs, stayPrivate };
}

/** An item's access, wherever it stands. */
export function accessOf({ video, upload }: Pick<LibraryItem, "video" | "upload">): LibraryVideo["access"] {
  if (upload !== null && ownsDetails({ video, upload })) return upload.details.access;
  if (video === null) return "public";
  // While the video waits to become what was chosen, that is what the person has chosen.
  const stayPrivate = upload?.details.stayPrivate === true && upload.state.phase === "processing";
  return stayPrivate ? upload.details.access : video.access;
}

/** Whether BigGo still works on it. */
export function isProcessing(item: LibraryItem): boolean {
  if (item.video !== null) return !item.video.status.complete;
  return item.upload?.state.phase === "processing";
}
