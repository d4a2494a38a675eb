import type { AppErrorValue } from "../../shared/errors.ts";
import type { LibraryItem } from "./library-items.ts";
import { detailsFailure } from "./upload-status.ts";

/** Why BigGo refused an item's details, if it did. */
export function saveErrorOf({ upload, video }: LibraryItem): AppErrorValue | null {
  const ofRow = upload === null ? null : detailsFailure(upload);
  return ofRow ?? (video?.save.state === "failed" ? video.save.error : null);
}
