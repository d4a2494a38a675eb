import type { LibraryVideo, SaveState } from "../../shared/model/video.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { PendingEdit } from "./edit-store.ts";

function saveStateOf(edit: PendingEdit | undefined, sending: boolean): SaveState {
  if (edit === undefined) return { state: "saved" };
  if (edit.error !== null) return { state: "failed", error: edit.error };
  return { state: sending ? "sending" : "pending" };
}

/** A video as the page sees it: BigGo's facts, with what was typed here laid over them. */
export function libraryViewOf(
  video: Video,
  local: { title: string | null; edit: PendingEdit | undefined; sending: boolean; uploadId: string | null },
): LibraryVideo {
  const patch = local.edit?.patch;
  return {
    videoId: video.videoId,
    uploadId: local.uploadId,
    title: patch?.title ?? local.title,
    description: patch?.description ?? video.description,
    access: patch?.access ?? video.access,
    save: saveStateOf(local.edit, local.sending),
    status: {
      processing: video.processing && !video.complete,
      complete: video.complete,
      keywords: video.statusKeywords,
    },
    url: video.url,
    createdAtMs: video.createdAtMs,
    lengthSeconds: video.lengthSeconds,
    aspectRatio: video.aspectRatio,
    hasCover: video.coverUrl !== null,
    playable: video.mp4Url !== null,
    productCount: video.productCount,
    viewCount: video.viewCount,
    likeCount: video.likeCount,
    commentCount: video.commentCount,
  };
}
