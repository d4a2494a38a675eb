import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Details, DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import type { PendingFields } from "../bulk/bulk-library.ts";
import type { Library } from "../library/library.ts";
import type { Engine } from "../upload/engine.ts";
import { type UploadRow, videoIdOf } from "../upload/model/upload-row.ts";

interface EditUploadDeps {
  engine: Engine;
  library: Library;
}

/** Processing is not over: the video can still be kept private until it is. */
function isOnTheWay({ state }: UploadRow): boolean {
  return state.phase === "saving" || state.phase === "processing";
}

/** A published video's details are the library's; what is publishIntentSet for the time after processing is the row's. */
function editPublished(
  { engine, library }: EditUploadDeps,
  row: UploadRow,
  videoId: string,
  patch: DetailsPatch,
  seen: KnownDetails | undefined,
): void {
  const { details } = row;
  const stayPrivate = patch.stayPrivate ?? details.stayPrivate;
  if (!isOnTheWay(row) || !(stayPrivate || details.stayPrivate)) {
    library.edit(videoId, patch, seen);
    return;
  }
  const { access = details.access, ...rest } = patch;
  // What was seen of the access is the wish, and never what BigGo has.
  const { access: _, ...seenOnBigGo } = seen ?? {};
  // The edit first: were the order turned, a crash in between would leave a wish that nobody carries out.
  const isTurned = stayPrivate !== details.stayPrivate;
  library.edit(videoId, isTurned ? { ...rest, access: stayPrivate ? "private" : access } : rest, seenOnBigGo);
  engine.runner.dispatch(row.id, { type: "publishIntentSet", patch: { access, stayPrivate } });
}

/** Until BigGo has the details of a row, the row owns them; after that the library does. */
export function editUpload(workspace: EditUploadDeps, row: UploadRow, patch: DetailsPatch, seen?: KnownDetails): void {
  const videoId = videoIdOf(row);
  const isThere = videoId !== null && workspace.library.get(videoId) !== null;
  // A repeat is linked to a video that came from elsewhere: there is nothing else to edit.
  const isSaved = row.savedRevision >= row.detailsRevision || row.state.phase === "duplicate";
  if (isThere && isSaved) editPublished(workspace, row, videoId, patch, seen);
  else workspace.engine.runner.dispatch(row.id, { type: "detailsEdited", patch });
}

/** Whether what a video says is the row's for now: until BigGo has its details, and while a wish waits for processing. */
function ownsDetails(row: UploadRow): boolean {
  return row.savedRevision < row.detailsRevision && row.state.phase !== "duplicate";
}

/** Joins a published video with the row it came from, for changes that are made by the video. */
export interface StandingVideos {
  /** Its details as the person sees them; null when the library does not know it. */
  details(videoId: string): (Pick<Details, "description" | "access"> & { title: string | null }) | null;
  /** The name of the file it was uploaded from, while its row stands. */
  fileName(videoId: string): string | null;
  knownProducts(videoId: string): readonly TaggedProduct[] | null;
  products(videoId: string): Promise<TaggedProduct[]>;
  edit(videoId: string, patch: DetailsPatch): void;
  pending(videoId: string): PendingFields | null;
  saveEdit(videoId: string): void;
}

/** Builds it over queue and library. */
export function joinVideos(deps: EditUploadDeps): StandingVideos {
  const { engine, library } = deps;
  const rowOf = (videoId: string) => {
    const row = engine.runner.ownerOf(videoId);
    return row === undefined || row.state.phase === "duplicate" ? null : row;
  };
  const ownerOf = (videoId: string) => {
    const row = rowOf(videoId);
    return row !== null && ownsDetails(row) ? row : null;
  };
  return {
    details(videoId) {
      const video = library.get(videoId);
      if (video === null) return null;
      const owner = ownerOf(videoId);
      if (owner !== null) return owner.details;
      const row = rowOf(videoId);
      const hasPublishIntent = row !== null && isOnTheWay(row) && row.details.stayPrivate;
      return hasPublishIntent ? { ...video, access: row.details.access } : video;
    },
    fileName: (videoId) => rowOf(videoId)?.file.fileName ?? null,
    knownProducts: (videoId) => ownerOf(videoId)?.details.products ?? library.productsAtHand(videoId),
    async products(videoId) {
      return ownerOf(videoId)?.details.products ?? library.products(videoId);
    },
    edit(videoId, patch) {
      const row = rowOf(videoId);
      if (row === null) library.edit(videoId, patch);
      else editUpload(deps, row, patch);
    },
    pending(videoId) {
      const owner = ownerOf(videoId);
      if (owner === null) return library.pendingEdit(videoId);
      const { saveError, details } = owner;
      const held =
        saveError === null || saveError.retryable
          ? {}
          : { title: saveError, description: saveError, access: saveError, products: saveError };
      const { title, description, access, products } = details;
      return { patch: { title, description, access, products }, held, theirs: {} };
    },
    saveEdit(videoId) {
      const owner = ownerOf(videoId);
      if (owner === null) library.saveEdit(videoId);
      else engine.runner.dispatch(owner.id, { type: "saveRequested" });
    },
  };
}
