import type { AppErrorValue } from "../../shared/errors.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Access, DetailsPatch } from "../../shared/model/video.ts";

/** What a change of many videos needs of the library. */
export interface BulkLibrary {
  /** A video's details with what was changed here laid over them; null when the library does not know it. */
  details(videoId: string): { title: string | null; description: string; access: Access } | null;
  /** The name of the file it was uploaded from; null where that is not known. */
  fileName(videoId: string): string | null;
  /** Its products without asking; null where they were never read. */
  knownProducts(videoId: string): readonly TaggedProduct[] | null;
  /** Its products as BigGo has them now, or last told. Rejects when there is no telling. */
  products(videoId: string): Promise<TaggedProduct[]>;
  /** Stores a change and sends it; durable when it returns. */
  edit(videoId: string, patch: DetailsPatch): void;
  /** What of a video's changes BigGo has not confirmed. */
  pending(videoId: string): PendingFields | null;
  /** Sends again what was refused. */
  saveEdit(videoId: string): void;
  /** Deletes it on BigGo now; one that is gone already counts. Rejects when BigGo refuses or cannot be reached. */
  remove(videoId: string): Promise<void>;
}

/** Fields by name: on their way, refused with the reason, or changed by somebody else as well. */
export interface PendingFields {
  readonly patch: DetailsPatch;
  readonly held: Readonly<Record<string, AppErrorValue>>;
  readonly theirs: object;
}
