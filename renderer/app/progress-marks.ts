import type { ProgressRow, Upload } from "../../shared/model/upload.ts";
import { describeUpload, uploadPercent } from "../items/upload-status.ts";

/** What is worth saying aloud about an upload. */
export type Mark = "start" | 25 | 50 | 75 | "end" | "failed";

/** A mark an upload has just passed. */
export interface PassedMark {
  readonly upload: Upload;
  readonly mark: Mark;
}

function markOf(upload: Upload, progress: ProgressRow | undefined): Mark | null {
  const { group } = describeUpload(upload);
  if (group === "needsYou") return "failed";
  if (upload.state.phase === "complete") return "end";
  if (upload.state.phase !== "sending") return null;
  const percent = uploadPercent(upload, progress) ?? 0;
  if (percent >= 75) return 75;
  if (percent >= 50) return 50;
  return percent >= 25 ? 25 : "start";
}

/** Finds the marks passed since it was last asked. The first answer is empty: what stands already is no news. */
export function createMarkWatch(): (
  uploads: ReadonlyMap<string, Upload>,
  progress: Readonly<Record<string, ProgressRow>>,
) => PassedMark[] {
  const known = new Map<string, Mark | null>();
  let started = false;
  return (uploads, progress) => {
    const passed: PassedMark[] = [];
    for (const upload of uploads.values()) {
      const mark = markOf(upload, progress[upload.id]);
      const before = known.get(upload.id);
      if (mark !== null && mark !== before && started) passed.push({ upload, mark });
      // Between two marks (waiting, finishing) the last one said stays known, so that it is not said again.
      if (mark !== null || before === undefined) known.set(upload.id, mark);
    }
    started = true;
    return passed;
  };
}
