import type { ProductRef, TaggedProduct } from "../../shared/model/product.ts";
import { productKey, tagOf } from "../../shared/model/product.ts";
import type { LibraryVideo } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { BulkJobs } from "../bulk/bulk-jobs.ts";
import type { BulkLibrary } from "../bulk/bulk-library.ts";
import { excerptsOf } from "../bulk/bulk-plan.ts";
import type { Library } from "../library/library.ts";
import type { ProductFinder } from "../products/product-finder.ts";
import type { TableRow } from "../spreadsheet/table-row.ts";
import { createTables, type Tables } from "../spreadsheet/tables.ts";
import type { Engine } from "../upload/engine.ts";
import { type UploadRow, videoIdOf } from "../upload/model/upload-row.ts";
import type { UploadDetails } from "./uploaded-videos.ts";

export interface ComposeTablesDeps {
  library: Library;
  engine: Engine;
  bulk: BulkJobs;
  finder: ProductFinder;
  /** Published videos, with the row's details where the row still owns them. */
  videos: BulkLibrary;
  uploadDetails: UploadDetails;
}

function rowOfVideo(video: LibraryVideo, { videos, engine }: ComposeTablesDeps): TableRow {
  const { videoId, status } = video;
  const { title, description, access } = videos.details(videoId) ?? video;
  return {
    kind: "video",
    id: videoId,
    title,
    description,
    access,
    products: videos.knownProducts(videoId) ?? (video.productCount === 0 ? [] : null),
    fileName: engine.ownerOf(videoId)?.file.fileName ?? null,
    status: status.complete ? "complete" : status.keywords.join(" ") || "processing",
    url: video.url,
    createdAtMs: video.createdAtMs,
    lengthSeconds: video.lengthSeconds,
    views: video.viewCount,
    likes: video.likeCount,
    comments: video.commentCount,
  };
}

function rowOfUpload({ id, details, file, state, addedAtMs, lengthSeconds }: UploadRow): TableRow {
  const { title, description, access, products } = details;
  const status = { status: state.phase, url: "", createdAtMs: addedAtMs, lengthSeconds };
  const figures = { views: null, likes: null, comments: null };
  return { kind: "upload", id, title, description, access, products, fileName: file.fileName, ...status, ...figures };
}

/** Connects library and queue to tables. */
export function composeTables(deps: ComposeTablesDeps): Tables {
  const { library, engine, bulk, finder } = deps;
  /** Looks products up for one table; each product is requested once, found or not. */
  const productFinder = () => {
    const known = new Map<string, TaggedProduct | null>();
    for (const { products } of library.knownProducts().values()) {
      for (const product of products) if (product.ref !== null) known.set(productKey(product.ref), product);
    }
    return async (ref: ProductRef): Promise<TaggedProduct | null> => {
      const key = productKey(ref);
      if (!known.has(key)) known.set(key, await ask(ref));
      return known.get(key) ?? null;
    };
  };
  const ask = async (ref: ProductRef): Promise<TaggedProduct | null> => {
    try {
      return tagOf(await finder.product(ref));
    } catch (error) {
      if (toErrorValue(error).code === "product-unknown") return null;
      throw error;
    }
  };
  return createTables({
    rows() {
      const { videos } = library.snapshot();
      const published = new Set(videos.map(({ videoId }) => videoId));
      // An upload whose video is in the library is listed as that video only.
      const uploads = engine.rows().filter((row) => !published.has(videoIdOf(row) ?? ""));
      return [...videos.map((video) => rowOfVideo(video, deps)), ...uploads.map(rowOfUpload)];
    },
    productFinder,
    describe: (row, patch) => excerptsOf(patch, row, row.products),
    apply(fileName, videos, uploads) {
      for (const [id, patch] of uploads) {
        const row = engine.get(id);
        if (row !== undefined) deps.uploadDetails.edit(row, patch);
      }
      return videos.size === 0 ? null : bulk.startTable(fileName, videos).id;
    },
  });
}
