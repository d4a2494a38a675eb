import type { SimClock } from "../../foundation/sim-clock.ts";
import type { SimRecord } from "./sim-record.ts";
import type { SimVideo } from "./sim-video.ts";

interface WantedDeletion {
  /** The id of the deletion or job; null when the command did not return. */
  id: string | null;
  videoIds: readonly string[];
  /** Before this time (simulated ms) nothing may be deleted, since it can be undone. */
  notBeforeMs: number;
  withdrawn: boolean;
  /** Whether it must be carried out unless it is withdrawn. */
  isCertain: boolean;
  begun: boolean;
}

/** Which videos the user wants deleted, and from when on the app may do it. */
export interface SimDeletions {
  /** Null: the command did not return, so it may be carried out. */
  onWanted(id: string | null, videoIds: readonly string[]): void;
  onWithdrawn(id: string): void;
  /** The window offers the undo of a deletion that an earlier process left. */
  onOffered(id: string): void;
  /** What could still be undone is offered again by the window of the next process, and waits for that. */
  onCrash(): void;
  /** The app asks BigGo to delete a video. */
  onRemove(video: SimVideo): void;
  /** Whether the user may have deleted this video. */
  mayBeDeleted(videoId: string): boolean;
  /** The videos that the user has deleted and that are still there. */
  left(videos: readonly SimVideo[]): SimVideo[];
  /** At the end: what the user deleted is deleted. */
  check(videos: readonly SimVideo[]): void;
  /** It may be carried out or not: an undo did not return, or the stored deletion was damaged. */
  onDoubt(id: string): void;
}

/** How long an undo is offered, ms. */
const undoMs = 8000;

/** Creates the record. */
export function createSimDeletions({ clock, record }: { clock: SimClock; record: SimRecord }): SimDeletions {
  const deletions: WantedDeletion[] = [];
  const of = (videoId: string) =>
    deletions.filter(({ videoIds, withdrawn }) => !withdrawn && videoIds.includes(videoId));
  const left = (videos: readonly SimVideo[]) => {
    const certain = deletions.filter(({ id, isCertain, withdrawn }) => id !== null && isCertain && !withdrawn);
    const wanted = new Set(certain.flatMap(({ videoIds }) => videoIds));
    return videos.filter(({ videoId, deleted }) => wanted.has(videoId) && !deleted);
  };
  return {
    onWanted(id, videoIds) {
      record.note(`delete ${videoIds.join(", ")} as ${id}`);
      deletions.push({
        id,
        videoIds,
        notBeforeMs: clock.trueMs() + undoMs,
        withdrawn: false,
        isCertain: true,
        begun: false,
      });
    },
    onWithdrawn(id) {
      record.note(`undone ${id}`);
      for (const deletion of deletions) {
        if (deletion.id !== id) continue;
        // Its requests may be on their way.
        if (deletion.notBeforeMs <= clock.trueMs()) deletion.isCertain = false;
        else deletion.withdrawn = true;
      }
    },
    onOffered(id) {
      const deletion = deletions.find((each) => each.id === id) ?? deletions.find((each) => each.id === null);
      if (deletion === undefined) return record.violation("an undo is offered of a deletion that was not asked for");
      deletion.id = id;
      if (deletion.notBeforeMs === Number.POSITIVE_INFINITY) deletion.notBeforeMs = clock.trueMs() + undoMs;
    },
    onCrash() {
      for (const deletion of deletions)
        if (!deletion.begun && deletion.notBeforeMs > clock.trueMs()) deletion.notBeforeMs = Number.POSITIVE_INFINITY;
    },
    onRemove({ videoId }) {
      const wanted = of(videoId);
      if (wanted.length === 0) record.violation(`${videoId} is deleted although that was not asked for`);
      else if (wanted.every(({ notBeforeMs, begun }) => !begun && notBeforeMs > clock.trueMs()))
        record.violation(`${videoId} is deleted although it could still be undone`);
      for (const deletion of wanted) deletion.begun = true;
    },
    mayBeDeleted: (videoId) => of(videoId).length > 0,
    left,
    check(videos) {
      for (const { videoId } of left(videos)) record.violation(`${videoId} was to be deleted and is still on BigGo`);
    },
    onDoubt(id) {
      for (const deletion of deletions) if (deletion.id === id) deletion.isCertain = false;
    },
  };
}
