import { AppError } from "../../shared/errors.ts";
import type { CallInput } from "../../shared/ipc/contract.ts";
import type { PictureVerdict } from "../../shared/model/pictures.ts";
import { noHolds, noProgress, type QueueNotice, type Review } from "../../shared/model/upload.ts";
import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import type { SavedProducts } from "../products/saved-products.ts";
import type { Engine } from "../upload/engine.ts";
import type { Accepted } from "../upload/intake/intake.ts";
import type { UploadRow } from "../upload/model/upload-row.ts";
import { viewOf } from "../upload/model/upload-view.ts";
import type { Handlers } from "./answer-call.ts";

interface OpenWorkspace {
  engine: Engine;
  adding: { accept(input: CallInput<"files.accept">): Promise<Accepted> };
  uploadDetails: {
    edit(row: UploadRow, patch: DetailsPatch, seen?: KnownDetails): void;
    save(id: string): void;
    remove(id: string): void;
  };
  savedProducts: SavedProducts;
  notices: { get(): QueueNotice | null; dismiss(): void };
}

export interface UploadHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  workspace: () => OpenWorkspace;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => OpenWorkspace;
  hasWorkspace: () => boolean;
  revision: () => number;
  pickFiles: () => Promise<string[] | null>;
  sampleVideo: string;
  /** A part of the offered files is ready for review. */
  onReady: (review: Review) => void;
  picturesCompared: (requestId: string, verdict: PictureVerdict) => void;
}

type UploadCalls = Extract<keyof Handlers, `uploads.${string}` | `files.${string}`>;

/** Calls on the queue and on files before they enter it. */
export function uploadHandlers(deps: UploadHandlerDeps): Pick<Handlers, UploadCalls> {
  const engine = () => deps.workspace().engine;
  const rowOf = (id: string): UploadRow => {
    const row = engine().get(id);
    if (row === undefined) throw new AppError("not-found", "No such upload");
    return row;
  };
  const offer = (paths: string[]): Promise<Review> => engine().intake.offer(paths, { onReady: deps.onReady });

  return {
    "files.pick": async () => {
      const paths = await deps.pickFiles();
      return paths === null ? null : offer(paths);
    },
    "files.sample": () => offer([deps.sampleVideo]),
    "files.accept": (input) => deps.writable().adding.accept(input),
    "files.cancelCheck": ({ checkId }) => engine().intake.cancelCheck(checkId),
    "files.dismiss": ({ reviewId }) => engine().intake.dismiss(reviewId),

    "uploads.snapshot": () => {
      const revision = deps.revision();
      if (!deps.hasWorkspace()) return { revision, uploads: [], holds: noHolds, progress: noProgress, notice: null };
      const { notices } = deps.workspace();
      const uploads = engine().rows().map(viewOf);
      return { revision, uploads, holds: engine().holds(), progress: engine().progress(), notice: notices.get() };
    },
    "uploads.cancel": ({ id }) => engine().cancel(id),
    "uploads.retry": ({ id }) => engine().retry(id),
    "uploads.pause": ({ id }) => engine().pause(id),
    "uploads.resume": ({ id }) => engine().resume(id),
    "uploads.remove": ({ id }) => deps.writable().uploadDetails.remove(id),
    "uploads.clearFinished": () => engine().removeFinished(),
    "uploads.dismissNotice": () => deps.workspace().notices.dismiss(),
    "uploads.move": ({ id, beforeId }) => engine().move(id, beforeId),
    "uploads.retryAll": () => engine().retryAll(),
    "uploads.tryConnection": () => engine().retryConnection(),
    "uploads.picturesCompared": ({ requestId, verdict }) => deps.picturesCompared(requestId, verdict),
    "uploads.pauseQueue": ({ paused }) => engine().pauseQueue(paused),
    "uploads.useNewFile": ({ id }) => engine().acceptChangedFile(id),
    "uploads.resolve": ({ id, videoId }) => engine().chooseVideo(id, videoId),
    "uploads.setDetails": ({ id, patch, seen }) => {
      const { uploadDetails, savedProducts } = deps.writable();
      uploadDetails.edit(rowOf(id), patch, seen);
      savedProducts.use(patch.products ?? [], Date.now());
    },
    "uploads.saveDetails": ({ id }) => {
      rowOf(id);
      deps.writable().uploadDetails.save(id);
    },
  };
}
