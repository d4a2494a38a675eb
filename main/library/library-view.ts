import { createHash } from "node:crypto";
import type { LibraryVideo, SaveState } from "../../shared/model/video.ts";
import { pictureIdentity } from "../biggo/picture-identity.ts";
import type { Video } from "../biggo/wire/video.ts";
import { fieldsOf, type PendingEdit, refusalOf } from "./pending-edit.ts";

/** Local data about a video that BigGo does not return. */
export interface LocalFacts {
  title: string | null;
  edit: PendingEdit | undefined;
  sending: boolean;
  uploadId: string | null;
  /** The cover last chosen in this app. */
  cover: { timeMs: number; savedAtMs: number } | null;
  deadProducts: number;
}

function saveStateOf(edit: PendingEdit | undefined, sending: boolean): SaveState {
  if (edit === undefined) return { state: "saved" };
  if (fieldsOf(edit.theirs).length > 0) return { state: "conflict", theirs: edit.theirs };
  const refusal = refusalOf(edit);
  if (refusal !== null) return { state: "failed", error: refusal };
  return { state: sending ? "sending" : "pending" };
}

/** A key that changes with the cover, even when its URL stays the same, and not with its signature; null without one. */
function coverKeyOf(coverUrl: string | null, savedAtMs: number): string | null {
  if (coverUrl === null) return null;
  return createHash("sha256")
    .update(`${pictureIdentity(coverUrl)} ${savedAtMs}`)
    .digest("base64url")
    .slice(0, 12);
}

/** A video as the renderer sees it: BigGo's data with the pending edit applied. */
export function libraryViewOf(video: Video, local: LocalFacts): LibraryVideo {
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
    coverKey: coverKeyOf(video.coverUrl, local.cover?.savedAtMs ?? 0),
    thumbnailCount: video.thumbnailUrls.length,
    coverTimeMs: patch?.coverTimeMs ?? local.cover?.timeMs ?? null,
    playable: video.mp4Url !== null,
    productCount: patch?.products?.length ?? video.productCount,
    deadProducts: local.deadProducts,
    viewCount: video.viewCount,
    likeCount: video.likeCount,
    commentCount: video.commentCount,
  };
}
