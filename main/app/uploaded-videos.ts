import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { BulkLibrary } from "../bulk/bulk-library.ts";
import type { Library } from "../library/library.ts";
import type { LibraryDeps } from "../library/library-deps.ts";
import { fieldsOf, omit, pick } from "../library/pending-edit.ts";
import { initialDetails } from "../upload/details/changed-elsewhere.ts";
import type { Engine, EngineDeps } from "../upload/engine.ts";
import type { VideoStatus } from "../upload/model/upload-event.ts";
import { hasUnsavedDetails, ownsDetails, type UploadRow, videoIdOf } from "../upload/model/upload-row.ts";
import type { LateVideos } from "../upload/reconcile/late-videos.ts";
import type { VideoReports } from "../upload/video-reports.ts";

/** What an upload's row needs from its video. */
type EngineSide = Pick<
  EngineDeps,
  | "librarySeen"
  | "catchUpLibrary"
  | "libraryVideos"
  | "wasSeenBefore"
  | "publish"
  | "onVideo"
  | "currentDetails"
  | "onDetailsSaved"
>;

/** What a video in the library needs from its upload's row. */
type LibrarySide = Pick<
  LibraryDeps,
  "uploadIdOf" | "uploadsProcessing" | "onStatus" | "onDetails" | "onGone" | "onDeleted"
>;

/** Changes of an upload's details, whether the row or the library owns them. */
export interface UploadDetails {
  edit(row: UploadRow, patch: DetailsPatch, seen?: KnownDetails): void;
  /** Retries details that could not be saved. Throws AppError `not-found`. */
  save(id: string): void;
  /** Removes a row; details that BigGo has not taken are kept with the video. Throws as `Engine.remove` does. */
  remove(id: string): void;
}

/** The one place where an upload's row and the video it became are joined. */
export interface UploadedVideos {
  engineSide: EngineSide;
  librarySide: LibrarySide;
  uploadDetails: UploadDetails;
  /** Published videos for bulk jobs and tables, with the row's details where the row still owns them. */
  videos: BulkLibrary;
}

/** What joins rows and videos needs of the engine. */
export type VideoEngine = VideoReports &
  LateVideos &
  Pick<Engine, "rows" | "get" | "ownerOf" | "edit" | "setPublishIntent" | "saveDetails" | "remove">;

interface UploadedVideosDeps {
  engine: () => VideoEngine;
  library: () => Library;
}

/** Processing is not complete, or its publish intent is not applied yet: the intent can still be changed. */
function isBeforeCompletion({ state, details }: UploadRow): boolean {
  const isUnpublished = state.phase === "complete" && details.stayPrivate;
  return state.phase === "saving" || state.phase === "processing" || isUnpublished;
}

function statusOf(video: Video | null): VideoStatus {
  if (video === null) return "gone";
  if (video.complete) return "complete";
  return video.broken ? "broken" : "processing";
}

/** The library owns a published video's details; the row keeps what the video becomes once it is complete. */
function editPublished(
  { engine, library }: { engine: VideoEngine; library: Library },
  row: UploadRow,
  videoId: string,
  patch: DetailsPatch,
  seen: KnownDetails | undefined,
): void {
  const { details } = row;
  const stayPrivate = patch.stayPrivate ?? details.stayPrivate;
  if (!isBeforeCompletion(row) || !(stayPrivate || details.stayPrivate)) {
    library.edit(videoId, patch, seen);
    return;
  }
  const { access = details.access, ...others } = patch;
  // The access that was shown is the publish intent, not what BigGo has.
  const { access: _, ...seenOnBigGo } = seen ?? {};
  const isToggled = stayPrivate !== details.stayPrivate;
  // The edit comes first: a crash in between must not leave an intent that nothing carries out.
  library.edit(videoId, isToggled ? { ...others, access: stayPrivate ? "private" : access } : others, seenOnBigGo);
  engine.setPublishIntent(row.id, { access, stayPrivate });
}

function createUploadDetails({ engine, library }: UploadedVideosDeps): UploadDetails {
  return {
    edit(row, patch, seen) {
      const videoId = videoIdOf(row);
      const isPublished = videoId !== null && library().get(videoId) !== null;
      if (isPublished && !ownsDetails(row)) {
        editPublished({ engine: engine(), library: library() }, row, videoId, patch, seen);
      } else engine().edit(row.id, patch);
    },
    save(id) {
      const row = engine().get(id);
      const videoId = row === undefined ? null : videoIdOf(row);
      if (row?.saveError === null && videoId !== null) library().saveEdit(videoId);
      engine().saveDetails(id);
    },
    remove(id) {
      const row = engine().get(id);
      const videoId = row?.state.phase === "complete" ? row.state.videoId : null;
      if (row !== undefined && videoId !== null && hasUnsavedDetails(row) && library().get(videoId) !== null) {
        const { coverTimeMs, ...details } = row.details;
        library().edit(videoId, coverTimeMs === null ? details : { ...details, coverTimeMs });
      }
      engine().remove(id);
    },
  };
}

function createEngineSide(library: () => Library): EngineSide {
  return {
    librarySeen: () => library().seen(),
    catchUpLibrary: () => library().catchUp(),
    libraryVideos: () => library().all(),
    wasSeenBefore: (videoId, mark) => library().wasSeenBefore(videoId, mark),
    // The video is private until now: another access was set elsewhere, and is not overwritten unseen.
    publish: (videoId, access) => library().edit(videoId, { access }, { access: "private" }),
    onVideo: (videoId) => void library().refresh(videoId),
    currentDetails: (videoId) => library().current(videoId),
    onDetailsSaved(videoId, row, elsewhere) {
      const { stayPrivate, coverTimeMs, title, ...details } = row.details;
      const wanted: KnownDetails = { ...details, access: stayPrivate ? "private" : details.access };
      const changed = fieldsOf(elsewhere);
      library().rememberDetails(videoId, { title, coverTimeMs, ...omit(wanted, changed) });
      // The user decides between both values.
      if (changed.length > 0) library().edit(videoId, pick(wanted, changed), initialDetails);
      void library().refresh(videoId);
    },
  };
}

function createLibrarySide(engine: () => VideoEngine): LibrarySide {
  return {
    uploadIdOf: (videoId) => engine().ownerOf(videoId)?.id ?? null,
    uploadsProcessing: () =>
      engine()
        .rows()
        .flatMap(({ state }) => (state.phase === "processing" ? [state.videoId] : [])),
    onStatus: (videoId, video) => engine().videoStatusChanged(videoId, statusOf(video), video?.statusKeywords ?? []),
    onDetails: (videoId, patch) => engine().mirrorDetails(videoId, patch),
    onGone: (videoIds) => engine().forgetVideos(videoIds),
    onDeleted: (videoId) => engine().removeVideo(videoId),
  };
}

function createVideos({ engine, library }: UploadedVideosDeps, details: UploadDetails): BulkLibrary {
  const rowOf = (videoId: string) => engine().ownerOf(videoId) ?? null;
  /** The row, while it owns the video's details. */
  const ownerOf = (videoId: string) => {
    const row = rowOf(videoId);
    return row !== null && ownsDetails(row) ? row : null;
  };
  return {
    details(videoId) {
      const video = library().get(videoId);
      if (video === null) return null;
      const row = rowOf(videoId);
      if (row !== null && ownsDetails(row)) return row.details;
      const hasIntent = row !== null && isBeforeCompletion(row) && row.details.stayPrivate;
      return hasIntent ? { ...video, access: row.details.access } : video;
    },
    fileName: (videoId) => rowOf(videoId)?.file.fileName ?? null,
    knownProducts: (videoId) => ownerOf(videoId)?.details.products ?? library().cachedProducts(videoId),
    async products(videoId) {
      return ownerOf(videoId)?.details.products ?? library().products(videoId);
    },
    edit(videoId, patch) {
      const row = rowOf(videoId);
      if (row === null) library().edit(videoId, patch);
      else details.edit(row, patch);
    },
    pending(videoId) {
      const owner = ownerOf(videoId);
      if (owner === null) return library().pendingEdit(videoId);
      const { saveError } = owner;
      const { title, description, access, products } = owner.details;
      const held =
        saveError === null || saveError.retryable
          ? {}
          : { title: saveError, description: saveError, access: saveError, products: saveError };
      return { patch: { title, description, access, products }, held, theirs: {} };
    },
    saveEdit(videoId) {
      const owner = ownerOf(videoId);
      if (owner === null) library().saveEdit(videoId);
      else engine().saveDetails(owner.id);
    },
    remove: (videoId) => library().removeNow(videoId),
  };
}

/** Joins the queue and the library of one account; both are created after this and passed in lazily. */
export function joinUploadsAndVideos(deps: UploadedVideosDeps): UploadedVideos {
  const uploadDetails = createUploadDetails(deps);
  return {
    engineSide: createEngineSide(deps.library),
    librarySide: createLibrarySide(deps.engine),
    uploadDetails,
    videos: createVideos(deps, uploadDetails),
  };
}
