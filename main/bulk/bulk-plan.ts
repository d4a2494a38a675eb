import { AppError } from "../../shared/errors.ts";
import { type BulkRequest, changeOf, needsProducts, type PlannedChange } from "../../shared/model/bulk.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Access, DetailsPatch } from "../../shared/model/video.ts";
import type { BulkLibrary } from "./bulk-library.ts";

/** How much of a text is shown of a change, and how much of it before the first difference, in UTF-16 code units. */
const excerptLength = 240;
const leadLength = 40;

/** Both texts from a little before their first difference on. */
function excerpts(before: string, after: string): [string, string] {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const from = Math.max(0, Math.min(same, before.length) - leadLength);
  const cut = (text: string) => {
    const part = text.slice(from, from + excerptLength);
    return `${from > 0 ? "…" : ""}${part}${from + excerptLength < text.length ? "…" : ""}`;
  };
  return [cut(before), cut(after)];
}

const titles = (products: readonly TaggedProduct[]) => products.map(({ title }) => title);

type Excerpt = PlannedChange["before"];

/**
 * What a change makes of a video's details, in parts that can be shown; long texts from their first difference on.
 * `products`: null where they were never read.
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

/** What each video would see of a change, as far as it is known without asking BigGo. Nothing is changed. */
export function planChange(
  action: BulkRequest,
  videoIds: readonly string[],
  { library, atMs }: { library: Pick<BulkLibrary, "details" | "fileName" | "knownProducts">; atMs: number },
): PlannedChange[] {
  return videoIds.map((videoId, at): PlannedChange => {
    const nothing = { videoId, before: {}, after: {}, error: null };
    const details = library.details(videoId);
    if (details === null) {
      const { value } = new AppError("video-gone", "The library does not know this video");
      return { ...nothing, outcome: "impossible", error: value };
    }
    if (action.kind === "delete") return { ...nothing, outcome: "changed" };
    const products = library.knownProducts(videoId);
    if (products === null && needsProducts(action)) return { ...nothing, outcome: "unknown" };
    const standing = { ...details, products: products ?? [] };
    const { patch, error } = changeOf(action, standing, { fileName: library.fileName(videoId), atMs, n: at + 1 });
    if (error !== null) return { ...nothing, outcome: "impossible", error };
    if (Object.keys(patch).length === 0) return { ...nothing, outcome: "unchanged" };
    return { ...nothing, ...excerptsOf(patch, details, products ?? []), outcome: "changed" };
  });
}
