import { siteOfRegion } from "../../shared/model/account.ts";
import { type ProductRef, productRefSchema } from "../../shared/model/product.ts";

/** What a text in the product box means. */
export type ProductText =
  | { kind: "words"; words: string }
  | { kind: "ref"; ref: ProductRef }
  /** A product's page in some shop. */
  | { kind: "address"; url: string };

/** A store's index as BigGo writes it: `tw_ec_momoshop`. It has no hyphen, so the first one ends it. */
const nindexPattern = /^[a-z]{2}_[A-Za-z0-9]+_[A-Za-z0-9_.]+$/;
const maxUrlLength = 4096;

function refOf(nindex: string | null, oid: string | null): ProductRef | null {
  if (nindex === null || oid === null || !nindexPattern.test(nindex)) return null;
  const parsed = productRefSchema.safeParse({ nindex, oid });
  return parsed.success ? parsed.data : null;
}

/** Reads `<nindex>-<oid>`, BigGo's key of a product. */
function refOfKey(text: string): ProductRef | null {
  const at = text.indexOf("-");
  return at < 1 || /\s/.test(text) ? null : refOf(text.slice(0, at), text.slice(at + 1));
}

/** An address, also one that was copied without its scheme. */
function addressOf(text: string): URL | null {
  if (/\s/.test(text) || text.length > maxUrlLength) return null;
  const full = /^https?:\/\//i.test(text) ? text : /^[\w-]+(\.[\w-]+)+\/\S/.test(text) ? `https://${text}` : null;
  return full === null || !URL.canParse(full) ? null : new URL(full);
}

const biggoDomains = Object.values(siteOfRegion);

function isBiggo({ hostname }: URL): boolean {
  return biggoDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The product of a link on one of BigGo's sites: named in its query or its path, or the shop's address it leads on to.
 */
function ofBiggoLink(url: URL): ProductText | null {
  const query = url.searchParams;
  const key = refOfKey(query.get("history_id") ?? "");
  const pair = refOf(query.get("i") ?? query.get("nindex"), query.get("id") ?? query.get("oid"));
  const segments = url.pathname.split("/").map(decoded);
  const ref = pair ?? key ?? segments.map(refOfKey).find((found) => found !== null) ?? null;
  if (ref !== null) return { kind: "ref", ref };
  const onward = addressOf(query.get("purl") ?? "");
  return onward === null || isBiggo(onward) ? null : { kind: "address", url: onward.href };
}

/** Tells words from a shop's address, a BigGo link and a product's own key. */
export function parseProductText(text: string): ProductText {
  const trimmed = text.trim();
  const ref = refOfKey(trimmed);
  if (ref !== null) return { kind: "ref", ref };
  const url = addressOf(trimmed);
  if (url === null) return { kind: "words", words: trimmed };
  return (isBiggo(url) ? ofBiggoLink(url) : null) ?? { kind: "address", url: url.href };
}
