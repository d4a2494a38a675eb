import { AppError } from "../../shared/errors.ts";
import { excerpt, graphemeEndBefore } from "../../shared/graphemes.ts";
import { type BulkRequest, changeOf, needsProducts, type PlannedChange } from "../../shared/model/bulk.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Access, DetailsPatch } from "../../shared/model/video.ts";
import type { BulkLibrary } from "./bulk-library.ts";

/** Length of an excerpt, and of its part before the first difference, in UTF-16 code units. */
const excerptLength = 240;
const leadLength = 40;

/** Excerpts of both texts that start shortly before their first difference. */
function excerpts(before: string, after: string): [string, string] {
  let commonLength = 0;
  while (commonLength < before.length && before[commonLength] === after[commonLength]) commonLength += 1;
  // Both texts are the same up to there, so the start is between two graphemes of each.
  const start = graphemeEndBefore(before, commonLength - leadLength);
  const cut = (text: string) => `${start > 0 ? "…" : ""}${excerpt(text.slice(start), excerptLength)}`;
  return [cut(before), cut(after)];
}

const titles = (products: readonly TaggedProduct[]) => products.map(({ title }) => title);

type Excerpt = PlannedChange["before"];

/**
 * The changed details before and after a patch, for display; long texts are cut to an excerpt around their first
 * difference. `products` are null when they were never read.
 */
export function excerptsOf(
  patch: DetailsPatch,
  details: { title: string | null; description: string; access: Access },
  products: readonly TaggedProduct[] | null,
): { before: Excerpt; after: Excerpt } {
  const before: Excerpt = {};
  const after: Excerpt = {};
  if (patch.title !== undefined) [before.title, after.title] = [details.title, patch.title];
  if (patch.access !== undefined) [before.access, after.access] = [details.access, patch.access];
  if (patch.products !== undefined) {
    [before.products, after.products] = [products && titles(products), titles(patch.products)];
  }
  if (patch.description !== undefined) {
    [before.description, after.description] = excerpts(details.description, patch.description);
  }
  return { before, after };
}

/** Previews a bulk action for each video from cached data, without a request to BigGo. Nothing is changed. */
export function planChange(
  action: BulkRequest,
  videoIds: readonly string[],
  { library, atMs }: { library: Pick<BulkLibrary, "details" | "fileName" | "knownProducts">; atMs: number },
): PlannedChange[] {
  return videoIds.map((videoId, index): PlannedChange => {
    const base = { videoId, before: {}, after: {}, error: null };
    const details = library.details(videoId);
    if (details === null) {
      const { value } = new AppError("video-gone", "The video is not in the library");
      return { ...base, outcome: "impossible", error: value };
    }
    if (action.kind === "delete") return { ...base, outcome: "changed" };
    const products = library.knownProducts(videoId);
    if (products === null && needsProducts(action)) return { ...base, outcome: "unknown" };
    const current = { ...details, products: products ?? [] };
    const { patch, error } = changeOf(action, current, { fileName: library.fileName(videoId), atMs, n: index + 1 });
    if (error !== null) return { ...base, outcome: "impossible", error };
    if (Object.keys(patch).length === 0) return { ...base, outcome: "unchanged" };
    return { ...base, ...excerptsOf(patch, details, products ?? []), outcome: "changed" };
  });
}
