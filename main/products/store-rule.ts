import type { StoreRule } from "../biggo/store-links.ts";
import type { RuleMatcher } from "./rule-matcher.ts";

const maxOidLength = 400;

/** Left padding that brings the rest of the id up to the rule's length. */
function paddingFor(rule: StoreRule, restLength: number): string {
  const { len = 0, pad = "" } = rule;
  return pad === "" ? "" : (pad[0]?.repeat(Math.max(0, Math.min(maxOidLength, len) - restLength)) ?? "");
}

/** Puts groups into a template: `%1`, `%2` … are the groups, `%p` the padding. */
function fill(template: string, groups: readonly string[], rule: StoreRule): string {
  const filled = template.replace(/%(\d)/g, (_, digit: string) => groups[Number(digit) - 1] ?? "");
  const restLength = filled.replaceAll("%p", "").length;
  return filled.replaceAll("%p", paddingFor(rule, restLength));
}

function inCase(oid: string, rule: StoreRule): string {
  if (rule.uppercase === true) return oid.toUpperCase();
  return rule.lowercase === true ? oid.toLowerCase() : oid;
}

/**
 * The id that a store's rule reads out of a product's address (source: BigGo's list of stores): `match` gives groups
 * that `template` places, a query parameter wins over it, then the case is set. Null where the rule does not fit.
 */
export async function applyStoreRule(rule: StoreRule, url: string, matcher: RuleMatcher): Promise<string | null> {
  const found = await matcher.firstMatch(rule.match, url);
  if (found === null) return null;
  const parameter = rule.query === undefined ? null : new URL(url).searchParams.get(rule.query);
  const template = rule.template?.[found.index] ?? rule.template?.[0] ?? "%1";
  const oid = inCase(parameter ?? fill(template, found.groups, rule), rule);
  return oid === "" || oid.length > maxOidLength ? null : oid;
}
