import { AppError } from "../../shared/errors.ts";
import type { UploadPhase } from "../../shared/model/upload.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import type { ContentHashes } from "./files/content-hashes.ts";
import type { Inspections } from "./files/inspections.ts";
import { hasUnsavedDetails, isFinished, type UploadRow } from "./model/upload-row.ts";
import type { Runner } from "./queue/runner.ts";

/**
 * The user's commands on the queue. A command is durable when it returns, and throws AppError (such as `disk-full`)
 * when it could not be stored: then nothing changed. Unless stated otherwise, a command is a no-op when it does not
 * apply to the row's phase or the row does not exist.
 */
export interface UploadCommands {
  /** Stops an upload for good. A video that has arrived stays on BigGo. */
  cancel(id: string): void;
  /** Retries an upload that failed, was cancelled, waits, or lacks its file. */
  retry(id: string): void;
  /** Retries every upload that failed, waits, lacks its file, or could not save its details. */
  retryAll(): void;
  /** Pauses one upload; its connection is held for a while. */
  pause(id: string): void;
  resume(id: string): void;
  /** Pauses or resumes the whole queue; each row keeps its own phase. */
  pauseQueue(paused: boolean): void;
  /** Moves an upload before another one; null: to the end of the queue. */
  move(id: string, beforeId: string | null): void;
  /**
   * Removes a row from the queue, never its video. Throws AppError `not-found`, or `invalid-input` while the upload is
   * in progress.
   */
  remove(id: string): void;
  /** Removes every finished row except those that failed or still have details to save. */
  removeFinished(): void;
  /** Retries a connection that could not be trusted (TLS) now. */
  retryConnection(): void;
  /** Continues a row whose file changed with the file as it is now. Rejects with AppError when it cannot be sent. */
  acceptChangedFile(id: string): Promise<void>;
  /**
   * Resolves an uncertain upload: it became this video, or (null) none of the candidates and is sent again. Throws
   * AppError `video-taken` when the video belongs to another row.
   */
  chooseVideo(id: string, videoId: string | null): void;
  /** Changes the details that the row owns; they are sent once there is a video. */
  edit(id: string, patch: DetailsPatch): void;
  /** Sets the access that the video gets when its processing is complete; nothing is sent now. */
  setPublishIntent(id: string, intent: Pick<DetailsPatch, "access" | "stayPrivate">): void;
  /** Retries details that BigGo refused, or sends unsaved ones now. */
  saveDetails(id: string): void;
}

const retriedPhases: ReadonlySet<UploadPhase> = new Set(["failed", "waiting", "needsFile"]);

interface CommandDeps {
  runner: Runner;
  inspections: Inspections;
  contentHashes: ContentHashes;
  /** Epoch ms. */
  now: () => number;
}

function rowOf(runner: Runner, id: string): UploadRow {
  const row = runner.get(id);
  if (row === undefined) throw new AppError("not-found", "No such upload");
  return row;
}

/** Turns the user's commands into events of the state machine. */
export function createUploadCommands({ runner, inspections, contentHashes, now }: CommandDeps): UploadCommands {
  const idsWhere = (matches: (row: UploadRow) => boolean) =>
    runner.rows().flatMap((row) => (matches(row) ? row.id : []));
  return {
    cancel: (id) => runner.dispatch(id, { type: "cancelRequested", atMs: now() }),
    retry: (id) => runner.dispatch(id, { type: "retryRequested" }),
    retryAll() {
      runner.reportAll(
        idsWhere((row) => retriedPhases.has(row.state.phase)),
        { type: "retryRequested" },
      );
      runner.reportAll(
        idsWhere((row) => row.saveError !== null),
        { type: "saveRequested" },
      );
    },
    pause: (id) => runner.dispatch(id, { type: "pauseRequested" }),
    resume: (id) => runner.dispatch(id, { type: "resumeRequested" }),
    pauseQueue: (paused) => runner.setHold({ paused }),
    move: (id, beforeId) => runner.reorder(id, beforeId),
    remove(id) {
      const row = rowOf(runner, id);
      if (!isFinished(row) && row.state.phase !== "needsFile") {
        throw new AppError("invalid-input", "An upload in progress must be cancelled before it is removed");
      }
      runner.remove([id]);
    },
    removeFinished() {
      runner.remove(idsWhere((row) => isFinished(row) && row.state.phase !== "failed" && !hasUnsavedDetails(row)));
    },
    retryConnection: () => runner.setHold({ blocked: null }),
    async acceptChangedFile(id) {
      const row = rowOf(runner, id);
      const inspection = await inspections.inspect(row.file.path, true);
      if (!inspection.ok) throw new AppError(inspection.code, `${row.file.fileName} cannot be sent`);
      const { inspected } = inspection;
      // Only where the hint matches: what is known of earlier attempts holds for the same content alone.
      const isHinted = row.contentHash !== null && row.fingerprint === inspected.fingerprint;
      const contentHash = isHinted ? await contentHashes.of(inspected) : null;
      runner.dispatch(id, { type: "changedFileAccepted", ...inspected, contentHash });
    },
    chooseVideo(id, videoId) {
      const owner = videoId === null ? undefined : runner.ownerOf(videoId);
      if (owner !== undefined && owner.id !== id) {
        throw new AppError("video-taken", "This video came from another upload");
      }
      runner.dispatch(id, { type: "candidateChosen", videoId });
    },
    edit: (id, patch) => runner.dispatch(id, { type: "detailsEdited", patch }),
    setPublishIntent: (id, intent) => runner.dispatch(id, { type: "publishIntentSet", patch: intent }),
    saveDetails: (id) => runner.dispatch(id, { type: "saveRequested" }),
  };
}
