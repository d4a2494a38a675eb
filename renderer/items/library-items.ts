import type { Upload } from "../../shared/model/upload.ts";
import { type Access, type Details, type LibraryVideo, newDetails } from "../../shared/model/video.ts";
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
  /** The access the user chose. Kept like the next, as filters ask tens of thousands of items for them. */
  readonly access: Access;
  /** Whether BigGo is still processing it. */
  readonly processing: boolean;
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
function effectiveTitle(video: LibraryVideo, upload: Upload | null): string {
  return upload !== null && upload.save.state !== "saved" ? titleOfUpload(upload) : titleOfVideo(video);
}

/** The item of a video; its place in time is that of the video unless given. */
export function publishedItem(
  key: string,
  video: LibraryVideo,
  upload: Upload | null,
  sortMs = video.createdAtMs,
): LibraryItem {
  return {
    key,
    video,
    upload,
    title: effectiveTitle(video, upload),
    sortMs,
    access: accessOf({ video, upload }),
    processing: !video.status.complete,
  };
}

/** The item of an upload that is not published yet. */
export function unpublishedItem(upload: Upload): LibraryItem {
  return {
    key: upload.id,
    video: null,
    upload,
    title: titleOfUpload(upload),
    sortMs: upload.addedAtMs,
    access: accessOf({ video: null, upload }),
    processing: upload.state.phase === "processing",
  };
}

const uploadIdOf = (video: LibraryVideo, { arrivals }: Sources) =>
  arrivals.get(video.videoId)?.uploadId ?? video.uploadId;

function itemOfVideo(video: LibraryVideo, sources: Sources): LibraryItem {
  const uploadId = uploadIdOf(video, sources);
  const upload = uploadId === null ? null : (sources.uploads.get(uploadId) ?? null);
  const addedAtMs = upload?.addedAtMs ?? sources.arrivals.get(video.videoId)?.addedAtMs;
  return publishedItem(uploadId ?? video.videoId, video, upload, addedAtMs);
}

/** Whether an upload is listed by itself, because it is pending and the library has no video of it. */
function isStandalone(upload: Upload, { videos, gone }: Sources, published: ReadonlySet<string | null>): boolean {
  const { phase } = upload.state;
  if (published.has(upload.id) || phase === "cancelled" || phase === "duplicate" || phase === "complete") return false;
  const videoId = videoIdOf(upload);
  return videoId === null || !(videos.has(videoId) || gone.has(videoId));
}

function standaloneUploads(sources: Sources): Upload[] {
  const published = new Set<string | null>();
  for (const video of sources.videos.values()) published.add(uploadIdOf(video, sources));
  return [...sources.uploads.values()].filter((upload) => isStandalone(upload, sources, published));
}

/** The number of items that `mergeItems` returns. */
export function countLibraryItems(sources: Sources): number {
  return sources.videos.size + standaloneUploads(sources).length;
}

/** Merges queue and library; a video and its upload become one item. */
export function mergeItems(sources: Sources): LibraryItem[] {
  const items = Array.from(sources.videos.values(), (video) => itemOfVideo(video, sources));
  return [...items, ...standaloneUploads(sources).map(unpublishedItem)];
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
function accessOf({ video, upload }: Pick<LibraryItem, "video" | "upload">): Access {
  if (upload !== null && ownsDetails({ video, upload })) return upload.details.access;
  if (video === null) return "public";
  // A video kept private during processing still shows the access the user chose.
  const stayPrivate = upload?.details.stayPrivate === true && upload.state.phase === "processing";
  return stayPrivate ? upload.details.access : video.access;
}
