import type { Upload } from "../../../shared/model/upload.ts";
import { type Details, type LibraryVideo, newDetails } from "../../../shared/model/video.ts";
import { type Arrival, videoIdOf } from "../../state/uploads-store.ts";
import type { LibraryFilter, LibrarySort } from "../../state/view-store.ts";

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
  if (published.has(upload.id) || phase === "cancelled" || phase === "alreadyThere" || phase === "complete")
    return false;
  const videoId = videoIdOf(upload);
  return videoId === null || !(videos.has(videoId) || gone.has(videoId));
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
export function belongsToRow({ video, upload }: Pick<LibraryItem, "video" | "upload">): boolean {
  return upload !== null && (video === null || upload.save.state !== "saved");
}

/** What is being edited: the row's details until BigGo has them, the video's after that. */
export function detailsOf({ video, upload }: Pick<LibraryItem, "video" | "upload">): Details {
  if (upload !== null && belongsToRow({ video, upload })) return upload.details;
  if (video === null) return newDetails("", "public");
  const { description, coverTimeMs } = video;
  // While the video waits to become what was chosen, that is what the person has chosen.
  const stayPrivate = upload?.details.stayPrivate === true && upload.state.phase === "processing";
  const access = stayPrivate ? upload.details.access : video.access;
  return { ...newDetails(video.title ?? "", access), description, coverTimeMs, stayPrivate };
}

/** An item's access, wherever it stands. */
export function accessOf(item: LibraryItem): LibraryVideo["access"] {
  return detailsOf(item).access;
}

/** Whether BigGo still works on it. */
function isProcessing(item: LibraryItem): boolean {
  if (item.video !== null) return !item.video.status.complete;
  return item.upload?.state.phase === "processing";
}

function passes(item: LibraryItem, filter: LibraryFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "processing":
      return isProcessing(item);
    case "withoutProducts":
      return item.video !== null && item.video.productCount === 0;
    case "deadProducts":
      return item.video !== null && item.video.deadProducts > 0;
    default:
      return accessOf(item) === filter;
  }
}

const fold = (text: string) => text.normalize("NFKC").toLowerCase();

function matcher(search: string): (item: LibraryItem) => boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (item) => {
    const text = fold(
      [item.title, item.video?.description, item.upload?.details.description, item.upload?.fileName].join("\n"),
    );
    return words.every((word) => text.includes(word));
  };
}

const views = (item: LibraryItem) => item.video?.viewCount ?? Number.POSITIVE_INFINITY;

function comparer(sort: LibrarySort, locale: string): (a: LibraryItem, b: LibraryItem) => number {
  const newest = (a: LibraryItem, b: LibraryItem) => b.sortMs - a.sortMs || (a.key < b.key ? 1 : -1);
  const collator = new Intl.Collator(locale, { numeric: true });
  // What is on its way comes first whatever the order: it has no views yet, and the person looks for it.
  const onTheWay = (a: LibraryItem, b: LibraryItem) => Number(a.video !== null) - Number(b.video !== null);
  switch (sort) {
    case "newest":
      return newest;
    case "oldest":
      return (a, b) => newest(b, a);
    case "mostViewed":
      return (a, b) => onTheWay(a, b) || views(b) - views(a) || newest(a, b);
    case "title":
      return (a, b) => onTheWay(a, b) || collator.compare(a.title, b.title) || newest(a, b);
  }
}

/** What the library shows, in order. */
export function arrangeItems(
  items: readonly LibraryItem[],
  view: { filter: LibraryFilter; search: string; sort: LibrarySort; locale: string },
): LibraryItem[] {
  const found = matcher(view.search);
  return items.filter((item) => passes(item, view.filter) && found(item)).sort(comparer(view.sort, view.locale));
}

/** How many items each filter would show. */
export function countItems(
  items: readonly LibraryItem[],
  filters: readonly LibraryFilter[],
): Map<LibraryFilter, number> {
  return new Map(filters.map((filter) => [filter, items.filter((item) => passes(item, filter)).length]));
}
