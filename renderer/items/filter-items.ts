import {
  foldText,
  type LibraryFilter,
  type LibrarySort,
  libraryFilterSchema,
} from "../../shared/model/library-view.ts";
import { type Access, accessSchema } from "../../shared/model/video.ts";
import type { LibraryItem } from "./library-items.ts";

const dayMs = 86_400_000;
const maxAgeMs = { any: Number.POSITIVE_INFINITY, week: 7 * dayMs, month: 30 * dayMs, year: 365 * dayMs } as const;

/** The properties of an item that filters test, computed once per item. */
interface Facts {
  readonly access: Access;
  readonly processing: boolean;
  /** Null for an unpublished upload, which no product filter but "any" matches. */
  readonly products: { readonly count: number; readonly dead: number } | null;
  readonly ageMs: number;
}

function factsOf(item: LibraryItem, nowMs: number): Facts {
  const { video, access, processing } = item;
  return {
    access,
    processing,
    products: video === null ? null : { count: video.productCount, dead: video.deadProducts },
    ageMs: nowMs - item.sortMs,
  };
}

function hasProducts({ products }: Facts, wanted: LibraryFilter["products"]): boolean {
  if (wanted === "any") return true;
  if (products === null) return false;
  if (wanted === "dead") return products.dead > 0;
  return wanted === "with" ? products.count > 0 : products.count === 0;
}

const isWithinAge = ({ ageMs }: Facts, wanted: LibraryFilter["age"]) => ageMs <= maxAgeMs[wanted];

/** The items that match every part of a filter, in their original order. */
export function filterItems(items: readonly LibraryItem[], filter: LibraryFilter, nowMs: number): LibraryItem[] {
  return items.filter((item) => {
    const facts = factsOf(item, nowMs);
    return (
      (filter.access === null || facts.access === filter.access) &&
      (!filter.processing || facts.processing) &&
      hasProducts(facts, filter.products) &&
      isWithinAge(facts, filter.age)
    );
  });
}

const { products: productsPart, age: agePart } = libraryFilterSchema.shape;

/** How many items each value of each filter part matches, given the other parts; keyed by `part value`. */
export function countItems(
  items: readonly LibraryItem[],
  filter: LibraryFilter,
  nowMs: number,
): ReadonlyMap<string, number> {
  // Counters in place of a map's entries: a key press counts ten thousand items.
  const counterOf =
    <Value>(part: string) =>
    (value: Value) => ({ key: `${part} ${value}`, value, count: 0 });
  const anyAccess = counterOf("access")(null);
  const accesses = accessSchema.options.map(counterOf<Access>("access"));
  const inProcess = counterOf("processing")(true);
  const products = productsPart.options.map(counterOf<LibraryFilter["products"]>("products"));
  const ages = agePart.options.map(counterOf<LibraryFilter["age"]>("age"));
  for (const item of items) {
    const facts = factsOf(item, nowMs);
    const isAccess = filter.access === null || facts.access === filter.access;
    const isProcess = !filter.processing || facts.processing;
    const isProducts = hasProducts(facts, filter.products);
    const isAge = isWithinAge(facts, filter.age);
    if (isProcess && isProducts && isAge) {
      anyAccess.count += 1;
      for (const counter of accesses) if (counter.value === facts.access) counter.count += 1;
    }
    if (isAccess && isProducts && isAge && facts.processing) inProcess.count += 1;
    if (isAccess && isProcess && isAge) {
      for (const counter of products) if (hasProducts(facts, counter.value)) counter.count += 1;
    }
    if (isAccess && isProcess && isProducts) {
      for (const counter of ages) if (isWithinAge(facts, counter.value)) counter.count += 1;
    }
  }
  const counters = [anyAccess, ...accesses, inProcess, ...products, ...ages];
  return new Map(counters.map(({ key, count }) => [key, count]));
}

const sortFigures = {
  mostViewed: ({ video }: LibraryItem) => video?.viewCount ?? 0,
  mostLiked: ({ video }: LibraryItem) => video?.likeCount ?? 0,
  mostCommented: ({ video }: LibraryItem) => video?.commentCount ?? 0,
} as const;

/** Uploads, which have no figures, and then the others by a figure, the greatest first; in their order where it is equal. */
function byFigure(items: readonly LibraryItem[], figureOf: (item: LibraryItem) => number): LibraryItem[] {
  // Places are sorted by a list of figures, so that no comparison reads an item.
  const figures = Float64Array.from(items, (item) => (item.video === null ? Number.POSITIVE_INFINITY : figureOf(item)));
  const places = Uint32Array.from(items.keys()).sort((a, b) => {
    const [one = 0, other = 0] = [figures[a], figures[b]];
    return one === other ? a - b : other - one;
  });
  return Array.from(places, (place) => items[place] as LibraryItem);
}

/** Sorts items; unpublished uploads come first unless sorted by time. */
export function sortItems(items: readonly LibraryItem[], sort: LibrarySort, locale: string): LibraryItem[] {
  const newest = (a: LibraryItem, b: LibraryItem) => b.sortMs - a.sortMs || (a.key < b.key ? 1 : -1);
  // Main lists the newest first, so this is little work.
  const byTime = items.toSorted(newest);
  // Uploads have no figures yet, and are what the user wants to see first.
  const uploadsFirst = (a: LibraryItem, b: LibraryItem) => Number(a.video !== null) - Number(b.video !== null);
  switch (sort) {
    case "newest":
      return byTime;
    case "oldest":
      return byTime.reverse();
    case "title": {
      const { compare } = new Intl.Collator(locale, { numeric: true });
      return byTime.sort((a, b) => uploadsFirst(a, b) || compare(a.title, b.title));
    }
    default:
      return byFigure(byTime, sortFigures[sort]);
  }
}

/** Main's result for a search text: the published videos that contain all its words. */
export interface SearchResult {
  readonly text: string;
  readonly videoIds: ReadonlySet<string>;
}

/**
 * The items that match a search: published ones by main's result, unpublished uploads by their own text. A null result
 * (no search, or main has not responded) matches everything.
 */
export function searchItems(items: readonly LibraryItem[], result: SearchResult | null): readonly LibraryItem[] {
  if (result === null) return items;
  const words = foldText(result.text).split(/\s+/).filter(Boolean);
  return items.filter(({ video, upload, title }) => {
    if (video !== null && result.videoIds.has(video.videoId)) return true;
    if (upload === null) return false;
    const text = foldText([title, upload.details.description, upload.fileName].join("\n"));
    return words.every((word) => text.includes(word));
  });
}
