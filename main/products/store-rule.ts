import type { StoreRule } from "../biggo/store-links.ts";
import type { RuleMatcher } from "./rule-matcher.ts";

const maxOidLength = 400;

/** The padding that extends the rest of the id to the rule's length. */
function paddingFor(rule: StoreRule, restLength: number): string {
  const { len = 0, pad = "" } = rule;
  return pad === "" ? "" : (pad[0]?.repeat(Math.max(0, Math.min(maxOidLength, len) - restLength)) ?? "");
}

/** Fills groups into a template: `%1`, `%2` … are the groups, `%p` is the padding. */
function fill(template: string, groups: readonly string[], rule: StoreRule): string {
  const filled = template.replace(/%(\d)/g, (_, digit: string) => groups[Number(digit) - 1] ?? "");
  const restLength = filled.replaceAll("%p", "").length;
  return filled.replaceAll("%p", paddingFor(rule, restLength));
}

function convertCase(oid: string, rule: StoreRule): string {
  if (rule.uppercase === true) return oid.toUpperCase();
  return rule.lowercase === true ? oid.toLowerCase() : oid;
}

/**
 * Extracts the product id from a product URL by a store's rule (source: BigGo's list of stores): `template` is filled
 * with the groups of `match`, a query parameter takes precedence, then the case is converted. Null when the rule does
 * not match.
 */
export async function applyStoreRule(rule: StoreRule, url: string, matcher: RuleMatcher): Promise<string | null> {
  const found = await matcher.firstMatch(rule.match, url);
  if (found === null) return null;
  const parameter = rule.query === undefined ? null : new URL(url).searchParams.get(rule.query);
  const template = rule.template?.[found.index] ?? rule.template?.[0] ?? "%1";
  const oid = convertCase(parameter ?? fill(template, found.groups, rule), rule);
  return oid === "" || oid.length > maxOidLength ? null : oid;
}
