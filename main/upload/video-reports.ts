import type { DetailsPatch } from "../../shared/model/video.ts";
import type { VideoStatus } from "./model/upload-event.ts";
import type { Ledger } from "./queue/ledger.ts";
import type { Runner } from "./queue/runner.ts";

/** What the library reports about the videos of uploads. */
export interface VideoReports {
  /** BigGo reported the status of a video; null when the video no longer exists. */
  videoStatusChanged(videoId: string, status: VideoStatus, keywords: string[]): void;
  /** The library changed details that BigGo had confirmed: the row shows them as well. */
  mirrorDetails(videoId: string, patch: DetailsPatch): void;
  /** BigGo no longer has these videos: their content may be sent again. */
  forgetVideos(videoIds: readonly string[]): void;
  /** The user deleted a video: its content may be sent again, and its row goes. */
  removeVideo(videoId: string): void;
}

interface VideoReportsDeps {
  runner: Pick<Runner, "ownerOf" | "report" | "remove">;
  ledger: Pick<Ledger, "forget">;
  /** Epoch ms. */
  now: () => number;
}

/** Turns the library's reports into events of the state machine. */
export function createVideoReports({ runner, ledger, now }: VideoReportsDeps): VideoReports {
  return {
    videoStatusChanged(videoId, status, keywords) {
      const row = runner.ownerOf(videoId);
      if (row !== undefined) runner.report(row.id, { type: "statusSeen", status, keywords, atMs: now() });
    },
    mirrorDetails(videoId, patch) {
      const row = runner.ownerOf(videoId);
      if (row !== undefined) runner.report(row.id, { type: "detailsMirrored", patch });
    },
    forgetVideos: (videoIds) => videoIds.forEach(ledger.forget),
    removeVideo(videoId) {
      ledger.forget(videoId);
      const row = runner.ownerOf(videoId);
      if (row !== undefined) runner.remove([row.id]);
    },
  };
}
