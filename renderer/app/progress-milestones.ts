import type { ProgressRow, Upload } from "../../shared/model/upload.ts";
import { describeUpload, uploadPercent } from "../items/upload-status.ts";

/** A point in an upload's progress that is announced. */
export type Milestone = "start" | 25 | 50 | 75 | "end" | "failed";

/** A milestone that an upload has just reached. */
export interface ReachedMilestone {
  readonly upload: Upload;
  readonly milestone: Milestone;
}

function milestoneOf(upload: Upload, progress: ProgressRow | undefined): Milestone | null {
  const { group } = describeUpload(upload);
  if (group === "needsYou") return "failed";
  if (upload.state.phase === "complete") return "end";
  if (upload.state.phase !== "sending") return null;
  const percent = uploadPercent(upload, progress) ?? 0;
  if (percent >= 75) return 75;
  if (percent >= 50) return 50;
  return percent >= 25 ? 25 : "start";
}

/** Creates a function that returns the milestones reached since its last call; the first call returns none. */
export function createMilestoneTracker(): (
  uploads: ReadonlyMap<string, Upload>,
  progress: Readonly<Record<string, ProgressRow>>,
) => ReachedMilestone[] {
  const lastMilestones = new Map<string, Milestone | null>();
  let started = false;
  return (uploads, progress) => {
    const reached: ReachedMilestone[] = [];
    for (const upload of uploads.values()) {
      const milestone = milestoneOf(upload, progress[upload.id]);
      const last = lastMilestones.get(upload.id);
      if (milestone !== null && milestone !== last && started) reached.push({ upload, milestone });
      // Phases without a milestone (waiting, finishing) keep the last one, so that it is not announced twice.
      if (milestone !== null || last === undefined) lastMilestones.set(upload.id, milestone);
    }
    started = true;
    return reached;
  };
}
