import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Access } from "../../shared/model/video.ts";

/** A row of the table: a video on BigGo, or an upload. */
export interface TableRow {
  readonly kind: "video" | "upload";
  readonly id: string;
  /** Null when unknown. */
  readonly title: string | null;
  readonly description: string;
  readonly access: Access;
  /** Null when they were never read, or one of them has no key. */
  readonly products: readonly TaggedProduct[] | null;
  readonly fileName: string | null;
  readonly status: string;
  readonly url: string;
  /** Epoch ms. */
  readonly createdAtMs: number;
  readonly lengthSeconds: number | null;
  readonly views: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
}
