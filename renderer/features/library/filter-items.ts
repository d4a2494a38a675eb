import {
  foldText,
  type LibraryFilter,
  type LibrarySort,
  libraryFilterSchema,
} from "../../../shared/model/library-view.ts";
import { accessSchema } from "../../../shared/model/video.ts";
import { accessOf, isProcessing, type LibraryItem } from "./library-items.ts";

const dayMs = 86_400_000;
const ageMs = { any: Number.POSITIVE_INFINITY, week: 7 * dayMs, month: 30 * dayMs, year: 365 * dayMs } as const;

type Part = keyof LibraryFilter;

/** Whether an item passes each part of a filter. */
function passesParts(item: LibraryItem, filter: LibraryFilter, nowMs: number): Record<Part, boolean> {
  return {
    access: filter.access === null || accessOf(item) === filter.access,
    processing: !filter.processing || isProcessing(item),
    products: passesProducts(item, filter.products),
    age: filter.age === "any" || nowMs - item.sortMs <= ageMs[filter.age],
  };
}

function passesProducts({ video }: LibraryItem, wanted: LibraryFilter["products"]): boolean {
  if (wanted === "any") return true;
  if (video === null) return false;
  if (wanted === "dead") return video.deadProducts > 0;
  return wanted === "with" ? video.productCount > 0 : video.productCount === 0;
}

const parts: readonly Part[] = ["access", "processing", "products", "age"];

/** The items that pass every part of a filter, in the order they are in. */
export function filterItems(items: readonly LibraryItem[], filter: LibraryFilter, nowMs: number): LibraryItem[] {
  return items.filter((item) => {
    const passed = passesParts(item, filter, nowMs);
    return parts.every((part) => passed[part]);
  });
}

const values = {
  access: [null, ...accessSchema.options],
  processing: [true],
  products: libraryFilterSchema.shape.products.options,
  age: libraryFilterSchema.shape.age.options,
} as const;

/** How many items each value of each part would show, the other parts as they are; keyed by `part value`. */
export function countItems(
  items: readonly LibraryItem[],
  filter: LibraryFilter,
  nowMs: number,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (part: Part, value: unknown) => {
    const key = `${part} ${value}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const item of items) {
    const passed = passesParts(item, filter, nowMs);
    for (const part of parts) {
      if (!parts.every((other) => other === part || passed[other])) continue;
      for (const value of values[part]) {
        if (passesParts(item, { ...filter, [part]: value }, nowMs)[part]) add(part, value);
      }
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

/**
 * The items that a search shows: published ones by what main found in their texts, those on their way by their own. Null:
 * main has not answered yet, and everything stays as it is.
 */
export function searchItems(
  items: readonly LibraryItem[],
  search: string,
  found: ReadonlySet<string> | null,
): readonly LibraryItem[] {
  const words = foldText(search).split(/\s+/).filter(Boolean);
  if (words.length === 0 || found === null) return items;
  return items.filter(({ video, upload, title }) => {
    if (video !== null && found.has(video.videoId)) return true;
    if (upload === null) return false;
    const text = foldText([title, upload.details.description, upload.fileName].join("\n"));
    return words.every((word) => text.includes(word));
  });
}
