import { BigGoError } from "../../biggo/biggo-error.ts";
import type { Video } from "../../biggo/wire/video.ts";
import { sampleVideo } from "../../biggo/wire/video-sample.ts";
import type { ReconcileResult } from "../model/upload-event.ts";
import { videoIdOf } from "../model/upload-row.ts";
import type { ReconcileDeps } from "../reconcile/reconcile.ts";
import { exploredLength } from "./create-world.ts";
import type { Run } from "./run.ts";
import type { ExploredVideo, RunningReconcile } from "./world.ts";

/** A video as BigGo lists it: its length and shape are known once it is processed. */
function asListed({ videoId, createdAtMs, touched, revision, status, aspectRatio }: ExploredVideo): Video {
  const isComplete = status === "complete";
  return sampleVideo(videoId, {
    createdAtMs,
    description: touched ? "by another device" : "",
    edited: touched || revision > 0,
    processing: status === "processing",
    complete: isComplete,
    broken: status === "broken",
    lengthSeconds: isComplete ? exploredLength : null,
    aspectRatio: isComplete ? aspectRatio : null,
  });
}

/** Reconciles with the listing as it was read, and with the queue and the ledger as they are now. */
export function reconcileWith({ world, rules }: Run, running: RunningReconcile): Promise<ReconcileResult> {
  const { row, listing, known } = running;
  const isOwnedByOther = (videoId: string, rowId: string) =>
    world.uploads.some((upload) => {
      const isOwner = videoIdOf(upload.row) === videoId && upload.row.state.phase !== "duplicate";
      return isOwner && upload.row.id !== rowId;
    });
  const wasSeenBefore = (videoId: string, mark: number) => world.librarySeen.slice(0, mark).includes(videoId);
  const newestFirst = listing.map(asListed).sort((a, b) => b.createdAtMs - a.createdAtMs);
  const deps: ReconcileDeps = {
    videos: {
      listOwn: async (page) => ({
        videos: page === 1 ? newestFirst : [],
        unreadable: 0,
        owner: null,
        total: newestFirst.length,
      }),
      get: async (videoId) => {
        const video = listing.find((each) => each.videoId === videoId);
        if (video === undefined && videoId !== known) throw new BigGoError("refused", "gone", { biggoCode: 1004 });
        return sampleVideo(videoId);
      },
    },
    forget: () => {},
    isTaken: (videoId, rowId, mark) =>
      isOwnedByOther(videoId, rowId) || [...world.ledger.values()].includes(videoId) || wasSeenBefore(videoId, mark),
    libraryVideos: () => newestFirst,
    rows: () => world.uploads.map((upload) => upload.row),
    findInLedger: () => known,
  };
  return row.state.phase === "duplicate" ? rules.findDuplicate(row, deps) : rules.reconcile(row, deps);
}
