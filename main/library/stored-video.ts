import { taggedProductSchema } from "../../shared/model/product.ts";
import { accessSchema } from "../../shared/model/video.ts";
import type { Video, VideoProduct } from "../biggo/wire/video.ts";
import { timeColumn } from "../database/stored-json.ts";

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => Number.isFinite(value);
const isBoolean: Check = (value) => typeof value === "boolean";
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const accesses: ReadonlySet<unknown> = new Set(accessSchema.options);
const availabilities: ReadonlySet<unknown> = new Set(taggedProductSchema.shape.availability.options);
const { minValue: minTime, maxValue: maxTime } = timeColumn;

/** Whether every field of an object passes its check. */
const objectOf = (checks: Readonly<Record<string, Check>>): Check => {
  const entries = Object.entries(checks);
  return (value) => {
    if (typeof value !== "object" || value === null) return false;
    return entries.every(([name, check]) => check((value as Record<string, unknown>)[name]));
  };
};

const isProduct = objectOf({
  oid: orNull(isString),
  nindex: orNull(isString),
  title: isString,
  price: isNumber,
  symbol: isString,
  currency: isString,
  storeName: isString,
  image: isString,
  availability: (value) => availabilities.has(value),
} satisfies Record<keyof VideoProduct, Check>);

// Checked without zod, which needs a third of a second for ten thousand videos when the app starts.
const isVideo = objectOf({
  videoId: isString,
  userid: isString,
  description: isString,
  access: (value) => accesses.has(value),
  url: isString,
  createdAtMs: (value) => isNumber(value) && Number(value) >= (minTime ?? 0) && Number(value) <= (maxTime ?? 0),
  processing: isBoolean,
  complete: isBoolean,
  broken: isBoolean,
  edited: isBoolean,
  statusKeywords: listOf(isString),
  lengthSeconds: orNull(isNumber),
  aspectRatio: orNull(isNumber),
  coverUrl: orNull(isString),
  thumbnailUrls: listOf(isString),
  mp4Url: orNull(isString),
  productCount: isNumber,
  products: listOf(isProduct),
  viewCount: isNumber,
  likeCount: isNumber,
  commentCount: isNumber,
} satisfies Record<keyof Video, Check>);

/** Parses a stored video; null when it is malformed. Fields that older versions did not store get a default. */
export function parseStoredVideo(text: unknown): Video | null {
  try {
    const video: unknown = { thumbnailUrls: [], edited: false, ...JSON.parse(String(text)) };
    return isVideo(video) ? (video as Video) : null;
  } catch {
    return null;
  }
}
