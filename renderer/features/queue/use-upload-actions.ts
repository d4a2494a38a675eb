import type { Upload } from "../../../shared/model/upload.ts";
import { detailsFailure } from "../../items/upload-status.ts";
import { useServices } from "../../state/services.tsx";
import { isGuess, videoIdOf } from "../../state/uploads-store.ts";
import { useCopyDetails } from "../../state/use-copy-details.ts";
import { useRun } from "../../state/use-run.ts";

/** The actions on a row of the queue. */
export interface UploadActions {
  /** Opens the editor; of a guess, its video on BigGo. */
  edit(): void;
  pause(): void;
  resume(): void;
  retry(): void;
  useNewFile(): void;
  open(): void;
  openOnBiggo(): void;
  saveDetails(): void;
  cancel(): void;
  remove(): void;
  copyDetails(): void;
}

/** `sequence` returns the keys the editor steps through. */
export function useUploadActions(upload: Upload, sequence: () => readonly string[]): UploadActions {
  const { client, view, library } = useServices();
  const run = useRun();
  const copy = useCopyDetails();
  const { id } = upload;
  const videoId = videoIdOf(upload);
  const openOnBiggo = () => {
    if (videoId !== null) run(client.call("app.openExternal", { page: "video", videoId }));
  };
  return {
    edit: isGuess(upload) ? openOnBiggo : () => view.openEditor({ key: id, sequence: sequence(), focusTitle: false }),
    pause: () => run(client.call("uploads.pause", { id })),
    resume: () => run(client.call("uploads.resume", { id })),
    retry: () => run(client.call("uploads.retry", { id })),
    useNewFile: () => run(client.call("uploads.useNewFile", { id })),
    saveDetails: () => run(client.call("uploads.saveDetails", { id })),
    cancel: () => run(client.call("uploads.cancel", { id })),
    remove: () => run(client.call("uploads.remove", { id })),
    open: () => {
      if (videoId === null) return;
      // A video that is not in this account's library can only be opened on BigGo.
      if (library.getState().videos.has(videoId)) {
        view.openEditor({ key: videoId, sequence: [videoId], focusTitle: false });
      } else run(client.call("app.openExternal", { page: "video", videoId }));
    },
    openOnBiggo,
    copyDetails: () => {
      const { state } = upload;
      const error = "error" in state && state.error !== null ? state.error : detailsFailure(upload);
      copy({
        file: upload.fileName,
        size: upload.sizeBytes,
        attempts: upload.attempts,
        state: state.phase,
        videoId,
        error,
      });
    },
  };
}
