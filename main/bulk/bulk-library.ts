import type { AppErrorValue } from "../../shared/errors.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Access, DetailsPatch } from "../../shared/model/video.ts";

/** What bulk jobs need from the library. */
export interface BulkLibrary {
  /** A video's details with the pending edit applied; null when the video is not in the library. */
  details(videoId: string): { title: string | null; description: string; access: Access } | null;
  /** The name of the file the video was uploaded from; null when it is unknown. */
  fileName(videoId: string): string | null;
  /** The cached products; null when they were never read. */
  knownProducts(videoId: string): readonly TaggedProduct[] | null;
  /** The products as BigGo has them now, or else the cached ones. Rejects when there are none. */
  products(videoId: string): Promise<TaggedProduct[]>;
  /** Stores a change and sends it; durable when it returns. */
  edit(videoId: string, patch: DetailsPatch): void;
  /** The changes to a video that BigGo has not confirmed; null when there are none. */
  pending(videoId: string): PendingFields | null;
  /** Retries the fields that were refused. */
  saveEdit(videoId: string): void;
  /** Deletes the video on BigGo now; succeeds if it is already gone. Rejects when BigGo refuses or is unreachable. */
  remove(videoId: string): Promise<void>;
}

/** Pending fields by name: `patch` to send, `held` refused with the reason, `theirs` also changed elsewhere. */
export interface PendingFields {
  readonly patch: DetailsPatch;
  readonly held: Readonly<Record<string, AppErrorValue>>;
  readonly theirs: object;
}
