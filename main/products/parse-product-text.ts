import { siteOfRegion } from "../../shared/model/account.ts";
import { type ProductRef, productRefSchema } from "../../shared/model/product.ts";
import { toOneLine } from "../../shared/one-line.ts";
import { cleanPasted } from "../../shared/pasted-text.ts";

/** The parsed content of the product search box. */
export type ProductText =
  | { kind: "words"; words: string }
  | { kind: "ref"; ref: ProductRef }
  /** A product page in a store. */
  | { kind: "address"; url: string };

/** A store's index as BigGo writes it: `tw_ec_momoshop`. It contains no hyphen, so the first hyphen ends it. */
const nindexPattern = /^[a-z]{2}_[A-Za-z0-9]+_[A-Za-z0-9_.]+$/;
const maxUrlLength = 4096;

function refOf(nindex: string | null, oid: string | null): ProductRef | null {
  if (nindex === null || oid === null || !nindexPattern.test(nindex)) return null;
  const parsed = productRefSchema.safeParse({ nindex, oid });
  return parsed.success ? parsed.data : null;
}

/** Parses `<nindex>-<oid>`, BigGo's product key; null when malformed. */
function parseKey(text: string): ProductRef | null {
  const hyphen = text.indexOf("-");
  return hyphen < 1 || /\s/.test(text) ? null : refOf(text.slice(0, hyphen), text.slice(hyphen + 1));
}

/** Parses a URL, also without its scheme; null when malformed. */
function parseUrl(text: string): URL | null {
  if (/\s/.test(text) || text.length > maxUrlLength) return null;
  const full = /^https?:\/\//i.test(text) ? text : /^[\w-]+(\.[\w-]+)+\/\S/.test(text) ? `https://${text}` : null;
  return full === null || !URL.canParse(full) ? null : new URL(full);
}

const biggoDomains = Object.values(siteOfRegion);

function isBiggo({ hostname }: URL): boolean {
  return biggoDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The product a link to one of BigGo's sites refers to: by key in its query or path, or the store URL it redirects to.
 * Null when there is none.
 */
function parseBiggoLink(url: URL): ProductText | null {
  const query = url.searchParams;
  const key = parseKey(query.get("history_id") ?? "");
  const pair = refOf(query.get("i") ?? query.get("nindex"), query.get("id") ?? query.get("oid"));
  const segments = url.pathname.split("/").map(decode);
  const ref = pair ?? key ?? segments.map(parseKey).find((found) => found !== null) ?? null;
  if (ref !== null) return { kind: "ref", ref };
  const target = parseUrl(query.get("purl") ?? "");
  return target === null || isBiggo(target) ? null : { kind: "address", url: target.href };
}

/** Classifies a text as search words, a store URL, a BigGo link or a product key. */
export function parseProductText(text: string): ProductText {
  const pasted = cleanPasted(text);
  const ref = parseKey(pasted);
  if (ref !== null) return { kind: "ref", ref };
  const url = parseUrl(pasted);
  // Quotation marks around words may be meant.
  if (url === null) return { kind: "words", words: toOneLine(text) };
  return (isBiggo(url) ? parseBiggoLink(url) : null) ?? { kind: "address", url: url.href };
}
