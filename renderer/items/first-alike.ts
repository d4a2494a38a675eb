import { areAlike } from "../../shared/model/alike.ts";
import type { Upload } from "../../shared/model/upload.ts";
import { titleOfUpload } from "./library-items.ts";

/** Whether it is not known whether the upload became a video. A queued one only waits where the response was lost. */
function isUnconfirmed({ state }: Upload, isSent: boolean): boolean {
  return (state.phase === "uncertain" && state.candidates.length === 0) || (isSent && state.phase === "confirming");
}

/**
 * The title of the upload whose outcome this one waits for, because BigGo's videos of the two could be confused; null when
 * it waits for none. `isSent`: all bytes of this one but the last were sent.
 */
export function titleOfFirstAlike(
  upload: Upload,
  isSent: boolean,
  uploads: ReadonlyMap<string, Upload>,
): string | null {
  const { phase } = upload.state;
  if (phase !== "queued" && !(phase === "sending" && isSent)) return null;
  for (const other of uploads.values()) {
    if (other.id !== upload.id && isUnconfirmed(other, isSent) && areAlike(upload, other)) return titleOfUpload(other);
  }
  return null;
}
