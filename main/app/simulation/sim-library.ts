import type { DatabaseSync } from "node:sqlite";
import { toErrorValue } from "../../biggo/app-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import { type BulkJobs, createBulkJobs } from "../../bulk/bulk-jobs.ts";
import type { BulkLibrary } from "../../bulk/bulk-library.ts";
import type { UnreadableRow } from "../../database/stored-rows.ts";
import type { SimClock } from "../../foundation/sim-clock.ts";
import { createLibrary, type Library } from "../../library/library.ts";
import { joinUploadsAndVideos, type UploadedVideos, type VideoEngine } from "../uploaded-videos.ts";

interface SimLibraryDeps {
  clock: SimClock;
  database: DatabaseSync;
  videos: VideosApi;
  engine: () => VideoEngine;
  onUnreadable: (row: UnreadableRow) => void;
  onDeleteFailed: (videoIds: readonly string[]) => void;
}

/** The library and the bulk jobs of one process, joined with its uploads. */
export interface SimLibrary {
  library: Library;
  bulk: BulkJobs;
  /** Published videos, with the row's details where the row still owns them. */
  videos: BulkLibrary;
  uploadDetails: UploadedVideos["uploadDetails"];
  engineSide: UploadedVideos["engineSide"];
}

/** Creates the real library and bulk jobs over a simulated database and BigGo. */
export function createSimLibrary(deps: SimLibraryDeps): SimLibrary {
  const { clock, database, engine, onUnreadable } = deps;
  const joined = joinUploadsAndVideos({ engine, library: () => library });
  const library: Library = createLibrary({
    ...joined.librarySide,
    database,
    onUnreadable,
    videos: deps.videos,
    onChange({ upserts, removed }) {
      const videoIds = upserts.map(({ videoId }) => videoId);
      bulk.videosChanged([...videoIds, ...removed]);
      engine().videosChanged(videoIds);
    },
    onProducts: () => {},
    onProductsChecked: () => {},
    explain: async (error) => toErrorValue(error),
    onFullSync: () => engine().libraryRead(),
    onDeleteFailed: deps.onDeleteFailed,
    onSignedOut: () => {},
    now: clock.now,
    after: clock.after,
    monotonicNow: clock.trueMs,
  });
  const bulk = createBulkJobs({
    database,
    onUnreadable,
    library: joined.videos,
    onChange: () => {},
    onSignedOut: () => {},
    now: clock.now,
    after: clock.after,
  });
  const { videos, uploadDetails, engineSide } = joined;
  return { library, bulk, videos, uploadDetails, engineSide };
}
