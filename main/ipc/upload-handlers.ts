import { AppError } from "../../shared/errors.ts";
import type { CallInput } from "../../shared/ipc/contract.ts";
import { detailsToAdd } from "../../shared/model/template.ts";
import { noHolds, noProgress, type QueueNotice, type Review } from "../../shared/model/upload.ts";
import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import type { Library } from "../library/library.ts";
import type { ProductShelf } from "../products/product-shelf.ts";
import type { TemplateStore } from "../templates/template-store.ts";
import type { Engine } from "../upload/engine.ts";
import type { DetailsOf } from "../upload/intake/intake.ts";
import { isFinished, type UploadRow, videoIdOf } from "../upload/model/upload-row.ts";
import { viewOf } from "../upload/model/upload-view.ts";
import type { Handlers } from "./answer-call.ts";

interface OpenWorkspace {
  templates: TemplateStore;
  shelf: ProductShelf;
  notices: { get(): QueueNotice | null; dismiss(): void };
  engine: Engine;
  library: Library;
  /** Changes what a row is to say, wherever its details stand by now. */
  editUpload: (row: UploadRow, patch: DetailsPatch, seen?: KnownDetails) => void;
}

export interface UploadHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  workspace: () => OpenWorkspace;
  /** The same for changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => OpenWorkspace;
  hasWorkspace: () => boolean;
  revision: () => number;
  pickFiles: () => Promise<string[] | null>;
  sampleVideo: string;
}

type UploadCalls = Extract<keyof Handlers, `uploads.${string}` | `files.${string}`>;

/** Something of a video that arrived is still to be told to BigGo. */
function owesSomething(row: UploadRow): boolean {
  return row.state.phase === "complete" && (row.savedRevision < row.detailsRevision || row.details.stayPrivate);
}

/** Details that BigGo has not taken stay with the video when their row goes. */
function keepUnsaved({ library }: OpenWorkspace, row: UploadRow): void {
  const videoId = row.state.phase === "complete" ? row.state.videoId : null;
  if (videoId === null || !owesSomething(row) || library.get(videoId) === null) return;
  const { coverTimeMs, ...details } = row.details;
  library.edit(videoId, coverTimeMs === null ? details : { ...details, coverTimeMs });
}

/**
 * Puts chosen items into the queue, each with the details its choices give it, and remembers those for their folders.
 */
function accept(
  { engine: { intake }, templates }: OpenWorkspace,
  { reviewId, itemIds, choices, first }: CallInput<"files.accept">,
) {
  const template = choices.templateId === null ? null : templates.get(choices.templateId);
  const folders = intake.foldersOf(reviewId, itemIds);
  const atMs = Date.now();
  const detailsOf: DetailsOf = (fileName, n) => detailsToAdd(choices, template, { fileName, atMs, n });
  const uploadIds = intake.accept(reviewId, itemIds, detailsOf, first);
  intake.dismiss(reviewId);
  templates.rememberChoices(folders, choices);
  return { uploadIds };
}

/** The calls on the queue and on files on their way into it. */
export function uploadHandlers(deps: UploadHandlerDeps): Pick<Handlers, UploadCalls> {
  const runner = () => deps.workspace().engine.runner;
  const rowOf = (id: string): UploadRow => {
    const row = runner().get(id);
    if (row === undefined) throw new AppError("not-found", "No such upload");
    return row;
  };
  const offer = (paths: string[]): Promise<Review> => deps.workspace().engine.intake.offer(paths);

  return {
    "files.pick": async () => {
      const paths = await deps.pickFiles();
      return paths === null ? null : offer(paths);
    },
    "files.sample": () => offer([deps.sampleVideo]),
    "files.accept": (input) => accept(deps.writable(), input),
    "files.dismiss": ({ reviewId }) => deps.workspace().engine.intake.dismiss(reviewId),

    "uploads.snapshot": () => {
      if (!deps.hasWorkspace())
        return { revision: deps.revision(), uploads: [], holds: noHolds, progress: noProgress, notice: null };
      const { engine, notices } = deps.workspace();
      return {
        revision: deps.revision(),
        uploads: engine.runner.rows().map(viewOf),
        holds: engine.runner.holds(),
        progress: engine.progress(),
        notice: notices.get(),
      };
    },
    "uploads.cancel": ({ id }) => runner().dispatch(id, { type: "cancelRequested", atMs: Date.now() }),
    "uploads.retry": ({ id }) => runner().dispatch(id, { type: "retryRequested" }),
    "uploads.pause": ({ id }) => runner().dispatch(id, { type: "pauseRequested" }),
    "uploads.resume": ({ id }) => runner().dispatch(id, { type: "resumeRequested" }),
    "uploads.remove": ({ id }) => {
      const row = rowOf(id);
      if (!isFinished(row) && row.state.phase !== "needsFile") {
        throw new AppError("invalid-input", "An upload that is under way is cancelled before it is removed");
      }
      keepUnsaved(deps.writable(), row);
      runner().remove([id]);
    },
    "uploads.clearFinished": () => {
      const done = runner()
        .rows()
        .filter((row) => isFinished(row) && row.state.phase !== "failed" && !owesSomething(row));
      runner().remove(done.map((row) => row.id));
    },
    "uploads.dismissNotice": () => deps.workspace().notices.dismiss(),
    "uploads.move": ({ id, beforeId }) => runner().reorder(id, beforeId),
    "uploads.retryAll": () => deps.workspace().engine.retryAll(),
    "uploads.tryConnection": () => runner().setHold({ blocked: null }),
    "uploads.pauseQueue": ({ paused }) => runner().setHold({ paused }),
    "uploads.useNewFile": ({ id }) => deps.workspace().engine.takeNewFile(id),
    "uploads.resolve"({ id, videoId }) {
      const owner = videoId === null ? undefined : runner().ownerOf(videoId);
      if (owner !== undefined && owner.id !== id) {
        throw new AppError("video-taken", "This video came from another upload");
      }
      runner().dispatch(id, { type: "candidateChosen", videoId });
    },
    "uploads.setDetails": ({ id, patch, seen }) => {
      deps.writable().editUpload(rowOf(id), patch, seen);
      deps.writable().shelf.use(patch.products ?? [], Date.now());
    },
    "uploads.saveDetails": ({ id }) => {
      const row = rowOf(id);
      const videoId = videoIdOf(row);
      if (row.saveError === null && videoId !== null) deps.writable().library.saveEdit(videoId);
      runner().dispatch(id, { type: "saveRequested" });
    },
  };
}
