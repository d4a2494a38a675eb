import {
  foldText,
  type LibraryFilter,
  type LibrarySort,
  libraryFilterSchema,
} from "../../shared/model/library-view.ts";
import type { Access } from "../../shared/model/video.ts";
import { accessOf, isProcessing, type LibraryItem } from "./library-items.ts";

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
  const { video } = item;
  return {
    access: accessOf(item),
    processing: isProcessing(item),
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
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const item of items) {
    const facts = factsOf(item, nowMs);
    const access = filter.access === null || facts.access === filter.access;
    const processing = !filter.processing || facts.processing;
    const products = hasProducts(facts, filter.products);
    const age = isWithinAge(facts, filter.age);
    if (processing && products && age) {
      add("access null");
      add(`access ${facts.access}`);
    }
    if (access && products && age && facts.processing) add("processing true");
    if (access && processing && age) {
      for (const value of productsPart.options) if (hasProducts(facts, value)) add(`products ${value}`);
    }
    if (access && processing && products) {
      for (const value of agePart.options) if (isWithinAge(facts, value)) add(`age ${value}`);
    }
  }
  return counts;
}

const sortFigures = {
  mostViewed: ({ video }: LibraryItem) => video?.viewCount ?? 0,
  mostLiked: ({ video }: LibraryItem) => video?.likeCount ?? 0,
  mostCommented: ({ video }: LibraryItem) => video?.commentCount ?? 0,
} as const;

/** Sorts items; unpublished uploads come first unless sorted by time. */
export function sortItems(items: readonly LibraryItem[], sort: LibrarySort, locale: string): LibraryItem[] {
  const newest = (a: LibraryItem, b: LibraryItem) => b.sortMs - a.sortMs || (a.key < b.key ? 1 : -1);
  // Uploads have no figures yet, and are what the user wants to see first.
  const uploadsFirst = (a: LibraryItem, b: LibraryItem) => Number(a.video !== null) - Number(b.video !== null);
  switch (sort) {
    case "newest":
      return items.toSorted(newest);
    case "oldest":
      return items.toSorted((a, b) => newest(b, a));
    case "title": {
      const { compare } = new Intl.Collator(locale, { numeric: true });
      return items.toSorted((a, b) => uploadsFirst(a, b) || compare(a.title, b.title) || newest(a, b));
    }
    default: {
      const figureOf = sortFigures[sort];
      return items.toSorted((a, b) => uploadsFirst(a, b) || figureOf(b) - figureOf(a) || newest(a, b));
    }
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
