import type { Upload } from "../../shared/model/upload.ts";
import { type Details, type LibraryVideo, newDetails } from "../../shared/model/video.ts";
import { type Arrival, videoIdOf } from "../state/uploads-store.ts";

/** An entry of the library: a published video, or an upload that is not published yet. */
export interface LibraryItem {
  /** The upload's id if there is one, so that the card keeps its identity on publication; else the video's id. */
  readonly key: string;
  readonly video: LibraryVideo | null;
  readonly upload: Upload | null;
  /** Empty when neither a title nor a description is known. */
  readonly title: string;
  readonly sortMs: number;
}

interface Sources {
  readonly videos: ReadonlyMap<string, LibraryVideo>;
  readonly gone: ReadonlySet<string>;
  readonly uploads: ReadonlyMap<string, Upload>;
  readonly arrivals: ReadonlyMap<string, Arrival>;
}

/** The title typed here, else the description's first line: BigGo returns no titles. May be empty. */
export function titleOfVideo(video: LibraryVideo): string {
  if (video.title !== null && video.title.trim() !== "") return video.title;
  return video.description.split("\n", 1)[0]?.trim() ?? "";
}

/** The first description line that differs from the title; empty if none. An unknown title is itself such a line. */
export function lineBelowTitle({ description }: LibraryVideo, title: string): string {
  const lines = description.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && line !== title) ?? "";
}

/** An upload's title, or its file name while it has none. */
export function titleOfUpload(upload: Upload): string {
  return upload.details.title.trim() === "" ? upload.fileName : upload.details.title;
}

/** The upload's title until BigGo has saved its details, then the video's. */
export function effectiveTitle(video: LibraryVideo, upload: Upload | null): string {
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
    title: effectiveTitle(video, upload),
    sortMs: upload?.addedAtMs ?? arrival?.addedAtMs ?? video.createdAtMs,
  };
}

/** Whether an upload is listed by itself, because it is pending and the library has no video of it. */
function isStandalone(upload: Upload, { videos, gone }: Sources, published: ReadonlySet<string>): boolean {
  const { phase } = upload.state;
  if (published.has(upload.id) || phase === "cancelled" || phase === "duplicate" || phase === "complete") return false;
  const videoId = videoIdOf(upload);
  return videoId === null || !(videos.has(videoId) || gone.has(videoId));
}

/** The number of items that `mergeItems` returns. */
export function countLibraryItems(sources: Sources): number {
  const published = new Set(Array.from(sources.videos.values(), (video) => itemOfVideo(video, sources).key));
  const standalone = [...sources.uploads.values()].filter((upload) => isStandalone(upload, sources, published));
  return sources.videos.size + standalone.length;
}

/** Merges queue and library; a video and its upload become one item. */
export function mergeItems(sources: Sources): LibraryItem[] {
  const items = Array.from(sources.videos.values(), (video) => itemOfVideo(video, sources));
  const published = new Set(items.map((item) => item.key));
  for (const upload of sources.uploads.values()) {
    if (!isStandalone(upload, sources, published)) continue;
    items.push({ key: upload.id, video: null, upload, title: titleOfUpload(upload), sortMs: upload.addedAtMs });
  }
  return items;
}

/** Whether the upload holds the current details: true until BigGo has saved them. */
export function ownsDetails({ video, upload }: Pick<LibraryItem, "video" | "upload">): boolean {
  return upload !== null && (video === null || upload.save.state !== "saved");
}

/** The details to edit: the upload's until BigGo has saved them, then the video's. */
export function detailsOf({ video, upload }: Pick<LibraryItem, "video" | "upload">): Details {
  if (upload !== null && ownsDetails({ video, upload })) return upload.details;
  if (video === null) return newDetails("", "public");
  const { description, coverTimeMs } = video;
  const stayPrivate = upload?.details.stayPrivate === true && upload.state.phase === "processing";
  const access = accessOf({ video, upload });
  return { ...newDetails(video.title ?? "", access), description, coverTimeMs, stayPrivate };
}

/** The access the user chose for an item. */
export function accessOf({ video, upload }: Pick<LibraryItem, "video" | "upload">): LibraryVideo["access"] {
  if (upload !== null && ownsDetails({ video, upload })) return upload.details.access;
  if (video === null) return "public";
  // A video kept private during processing still shows the access the user chose.
  const stayPrivate = upload?.details.stayPrivate === true && upload.state.phase === "processing";
  return stayPrivate ? upload.details.access : video.access;
}

/** Whether BigGo is still processing it. */
export function isProcessing(item: LibraryItem): boolean {
  if (item.video !== null) return !item.video.status.complete;
  return item.upload?.state.phase === "processing";
}
