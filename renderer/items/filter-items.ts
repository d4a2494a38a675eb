import {
  foldText,
  type LibraryFilter,
  type LibrarySort,
  libraryFilterSchema,
} from "../../shared/model/library-view.ts";
import type { Access } from "../../shared/model/video.ts";
import { accessOf, isProcessing, type LibraryItem } from "./library-items.ts";

const dayMs = 86_400_000;
const ageMs = { any: Number.POSITIVE_INFINITY, week: 7 * dayMs, month: 30 * dayMs, year: 365 * dayMs } as const;

/** What of an item a filter looks at, made once for all of its questions. */
interface Facts {
  readonly access: Access;
  readonly processing: boolean;
  /** Null: nothing is known, or asked, of an upload's. */
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

const isYoung = ({ ageMs: age }: Facts, wanted: LibraryFilter["age"]) => age <= ageMs[wanted];

/** The items that pass every part of a filter, in the order they are in. */
export function filterItems(items: readonly LibraryItem[], filter: LibraryFilter, nowMs: number): LibraryItem[] {
  return items.filter((item) => {
    const facts = factsOf(item, nowMs);
    return (
      (filter.access === null || facts.access === filter.access) &&
      (!filter.processing || facts.processing) &&
      hasProducts(facts, filter.products) &&
      isYoung(facts, filter.age)
    );
  });
}

const { products: productsPart, age: agePart } = libraryFilterSchema.shape;

/** How many items each value of each part would show, the other parts as they are; keyed by `part value`. */
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
    const age = isYoung(facts, filter.age);
    if (processing && products && age) {
      add("access null");
      add(`access ${facts.access}`);
    }
    if (access && products && age && facts.processing) add("processing true");
    if (access && processing && age) {
      for (const value of productsPart.options) if (hasProducts(facts, value)) add(`products ${value}`);
    }
    if (access && processing && products) {
      for (const value of agePart.options) if (isYoung(facts, value)) add(`age ${value}`);
    }
  }
  return counts;
}

const figure = {
  mostViewed: ({ video }: LibraryItem) => video?.viewCount ?? 0,
  mostLiked: ({ video }: LibraryItem) => video?.likeCount ?? 0,
  mostCommented: ({ video }: LibraryItem) => video?.commentCount ?? 0,
} as const;

/** The items in an order; what is on its way comes first whatever it is, unless it goes by time. */
export function sortItems(items: readonly LibraryItem[], sort: LibrarySort, locale: string): LibraryItem[] {
  const newest = (a: LibraryItem, b: LibraryItem) => b.sortMs - a.sortMs || (a.key < b.key ? 1 : -1);
  // It has no figures yet, and the person looks for it.
  const onTheWay = (a: LibraryItem, b: LibraryItem) => Number(a.video !== null) - Number(b.video !== null);
  switch (sort) {
    case "newest":
      return items.toSorted(newest);
    case "oldest":
      return items.toSorted((a, b) => newest(b, a));
    case "title": {
      const { compare } = new Intl.Collator(locale, { numeric: true });
      return items.toSorted((a, b) => onTheWay(a, b) || compare(a.title, b.title) || newest(a, b));
    }
    default: {
      const of = figure[sort];
      return items.toSorted((a, b) => onTheWay(a, b) || of(b) - of(a) || newest(a, b));
    }
  }
}

/** What main has found for a text: the published videos with its words. */
export interface Found {
  readonly text: string;
  readonly videoIds: ReadonlySet<string>;
}

/**
 * The items that a search shows: published ones by what main found in their texts, those on their way by their own. Null:
 * nothing is searched, or main has not answered yet.
 */
export function searchItems(items: readonly LibraryItem[], found: Found | null): readonly LibraryItem[] {
  if (found === null) return items;
  const words = foldText(found.text).split(/\s+/).filter(Boolean);
  return items.filter(({ video, upload, title }) => {
    if (video !== null && found.videoIds.has(video.videoId)) return true;
    if (upload === null) return false;
    const text = foldText([title, upload.details.description, upload.fileName].join("\n"));
    return words.every((word) => text.includes(word));
  });
}
