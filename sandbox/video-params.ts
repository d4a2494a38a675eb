import { apiCode, BiggoFailure } from "./biggo-error.ts";
import type { ProductRef, VideoChanges } from "./video-store.ts";

const accessWords: Record<string, number> = { public: 0, private: 1, unlisted: 2 };
const required = ["title", "description", "access"];
const known = [...required, "product_list", "thumbnail_time"];
const maxProducts = 10;

function invalid(name: string): BiggoFailure {
  return new BiggoFailure(apiCode.invalidParameter, `parameter ${name} is invalid`);
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== "string") throw invalid(name);
  return value;
}

function accessOf(value: unknown): number {
  const access = typeof value === "string" ? accessWords[value] : value;
  if (access !== 0 && access !== 1 && access !== 2) throw invalid("access");
  return access;
}

function thumbnailOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) throw invalid("thumbnail_time");
  return Math.round(value);
}

function productRefOf(value: unknown): ProductRef {
  const { nindex, oid } = Object(value) as Record<string, unknown>;
  const isId = (id: unknown) => (typeof id === "string" && id !== "") || typeof id === "number";
  if (!isId(nindex) || !isId(oid)) throw invalid("product_list");
  return { nindex: String(nindex), oid: String(oid) };
}

function productsOf(value: unknown, isKnown: (ref: ProductRef) => boolean): ProductRef[] {
  if (!Array.isArray(value)) throw invalid("product_list");
  if (value.length > maxProducts) {
    throw new BiggoFailure(apiCode.tooManyProducts, `product list is over ${maxProducts} items`);
  }
  const refs = value.map(productRefOf);
  if (!refs.every(isKnown)) throw new BiggoFailure(apiCode.noSuchProduct, "product does not exist");
  return refs;
}

function checkPresence(params: Record<string, unknown>, mode: "all" | "some"): void {
  const missing =
    mode === "all"
      ? required.some((name) => params[name] === undefined)
      : known.every((name) => params[name] === undefined || params[name] === null);
  if (missing) throw new BiggoFailure(apiCode.missingParameter, "parameters are missing");
}

/**
 * Reads the changes of a `POST` ("all": title, description and access are required) or a `PATCH` ("some": at least one
 * field is). `null` leaves a field unchanged. Throws BigGo's 1006, 1008, 1009 and 1010.
 */
export function readVideoChanges(input: {
  body: unknown;
  mode: "all" | "some";
  isKnownProduct: (ref: ProductRef) => boolean;
}): VideoChanges {
  const params = Object(input.body) as Record<string, unknown>;
  checkPresence(params, input.mode);
  const given = (name: string) => params[name] !== undefined && params[name] !== null;
  const changes: VideoChanges = {};
  if (given("title")) changes.title = textOf("title", params.title);
  if (given("description")) changes.description = textOf("description", params.description);
  if (given("access")) changes.access = accessOf(params.access);
  if (given("product_list")) changes.products = productsOf(params.product_list, input.isKnownProduct);
  if (given("thumbnail_time")) changes.thumbnail_ms = thumbnailOf(params.thumbnail_time);
  return changes;
}
