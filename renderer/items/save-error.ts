import type { AppErrorValue } from "../../shared/errors.ts";
import type { LibraryItem } from "./library-items.ts";
import { detailsFailure } from "./upload-status.ts";

/** Why an item's details could not be saved on BigGo; null without an error. */
export function saveErrorOf({ upload, video }: LibraryItem): AppErrorValue | null {
  const uploadError = upload === null ? null : detailsFailure(upload);
  return uploadError ?? (video?.save.state === "failed" ? video.save.error : null);
}
