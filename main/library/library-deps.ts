import type { DatabaseSync } from "node:sqlite";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { DetailsPatch, LibraryVideo } from "../../shared/model/video.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video, VideoProduct } from "../biggo/wire/video.ts";

/** What the library stands on, and whom it tells. */
export interface LibraryDeps {
  database: DatabaseSync;
  videos: VideosApi;
  /** The upload row a video came from, while that row stands. */
  uploadIdOf: (videoId: string) => string | null;
  /** Videos that the upload engine waits for. */
  uploadsProcessing: () => string[];
  onChange: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  /** BigGo told a video's state; `null` when it is gone. */
  onStatus: (videoId: string, video: Video | null) => void;
  /** BigGo has confirmed these changes of a video's details. */
  onDetails: (videoId: string, patch: DetailsPatch) => void;
  /** Videos that BigGo no longer has. */
  onGone: (videoIds: string[]) => void;
  /** The key was refused in the middle of the work. */
  onSignedOut: (error: AppErrorValue) => void;
  /**
   * A video's list of products is another one now; with those that were seen with their pictures. Null for the id where
   * whoever asked for the list is answered with it.
   */
  onProducts: (videoId: string | null, products: readonly VideoProduct[]) => void;
  /** A list was looked at, and is what it was. */
  onProductsChecked: () => void;
  /** Says which product a refusal (1008) is about. Never rejects. */
  explain: (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;
  /** Every video was just read. */
  onWhole: (videos: Video[]) => void;
  onDeleted: (videoId: string) => void;
  onDeleteFailed: (videoIds: string[], error: AppErrorValue) => void;
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
}
