import type { DatabaseSync } from "node:sqlite";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Details, DetailsPatch, KnownDetails, LibraryVideo } from "../../shared/model/video.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video, VideoProduct } from "../biggo/wire/video.ts";
import type { OnUnreadable } from "../database/stored-rows.ts";
import type { After } from "../foundation/clock.ts";
import type { VideoSummary } from "./video-summary.ts";

/** Dependencies and callbacks of the library. */
export interface LibraryDeps {
  database: DatabaseSync;
  /** A stored row is malformed: it is left out. */
  onUnreadable?: OnUnreadable | undefined;
  videos: VideosApi;
  /** The id of the upload row a video came from; null when there is none, or it was removed. */
  uploadIdOf: (videoId: string) => string | null;
  /** Ids of videos whose processing the upload engine is waiting for. */
  uploadsProcessing: () => string[];
  onChange: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  /** BigGo reported a video's state; `null` when the video is gone. */
  onStatus: (videoId: string, video: Video | null) => void;
  /** BigGo has confirmed these changes to a video's details. */
  onDetails: (videoId: string, patch: DetailsPatch) => void;
  /** Videos BigGo no longer has. */
  onGone: (videoIds: string[]) => void;
  /** BigGo refused the key during an operation. */
  onSignedOut: (error: AppErrorValue) => void;
  /**
   * A video's product list changed; `products` are those read from BigGo, with their pictures. The id is null when the
   * list was read for a caller, who gets it as the result.
   */
  onProducts: (videoId: string | null, products: readonly VideoProduct[]) => void;
  /** A product list was read and has not changed. */
  onProductsChecked: () => void;
  /** Finds out which product a refusal (1008) is about. Never rejects. */
  explain: (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;
  /** A full sync has just read every video. */
  onFullSync: (videos: VideoSummary[]) => void;
  onDeleted: (videoId: string) => void;
  onDeleteFailed: (videoIds: string[], error: AppErrorValue) => void;
  now: () => number;
  after: After;
  /** `performance.now` when omitted. */
  monotonicNow?: () => number;
}

/** Details of an upload that BigGo has accepted; those that were changed elsewhere are left out. */
export type SavedDetails = Pick<Details, "title" | "coverTimeMs"> & KnownDetails;
