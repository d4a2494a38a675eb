import { z } from "zod";
import { parseBody } from "./response.ts";
import type { Transport } from "./transport.ts";
import { parseRows } from "./wire/api-product.ts";
import { idText, lenientText } from "./wire/lenient.ts";
import { rowsOf } from "./wire/read-value.ts";

const wellFormed = z.string().overwrite((text) => text.toWellFormed());
const oneOrMore = z.union([wellFormed.transform((value) => [value]), z.array(wellFormed)]);

/** No id is padded to more characters. */
const maxLength = 400;

/** How a store's URLs contain the product id, as BigGo publishes it. The regular expressions are untrusted input. */
const storeRuleSchema = z.object({
  match: oneOrMore,
  template: oneOrMore.optional(),
  query: wellFormed.optional(),
  uppercase: z.unknown().transform(Boolean).optional(),
  lowercase: z.unknown().transform(Boolean).optional(),
  len: z.coerce.number().int().min(0).max(maxLength).optional().catch(undefined),
  pad: wellFormed.optional().catch(undefined),
});
/** A parsed rule; its regular expressions are untrusted input. */
export type StoreRule = z.infer<typeof storeRuleSchema>;

const storeSchema = z.object({ id: idText, region: lenientText });
const lookupBody = z.object({
  biggo: z
    .unknown()
    .optional()
    .transform((value) => parseRows(rowsOf(value) ?? [], storeSchema)),
});
const rulesBody = z.object({ data: z.record(z.string(), z.record(z.string(), z.unknown()).catch({})) });

/** The calls on BigGo's extension host that resolve a store's own product URL. They need no token. */
export interface StoreLinksApi {
  /** The stores that a URL belongs to; empty when BigGo knows none. */
  lookUpDomain(productUrl: string, signal?: AbortSignal): Promise<{ nindex: string; region: string }[]>;
  /** All rules: region → nindex → rule. Malformed rules are left out. */
  fetchRules(signal?: AbortSignal): Promise<Map<string, Map<string, StoreRule>>>;
}

/** Creates the calls to `https://extension.biggo.com`, or to another base URL in its place. */
export function createStoreLinksApi(options: { baseUrl: string; transport: Transport }): StoreLinksApi {
  const get = async (path: string, signal?: AbortSignal) => {
    const url = `${options.baseUrl}/api/${path}`;
    const headers = { accept: "application/json" };
    return options.transport.read(url, await options.transport.send({ method: "GET", url, headers, signal }));
  };
  return {
    async lookUpDomain(productUrl, signal) {
      const query = new URLSearchParams({ method: "domain_lookup", domain: productUrl });
      const body = await get(`store.php?${query}`, signal);
      return parseBody(lookupBody, body, "store lookup").biggo.map(({ id, region }) => ({ nindex: id, region }));
    },
    async fetchRules(signal) {
      const { data } = parseBody(rulesBody, await get("eclist.php", signal), "store rules");
      const rulesOf = (stores: Record<string, unknown>) =>
        new Map(
          Object.entries(stores).flatMap(([nindex, rule]) => {
            const parsed = storeRuleSchema.safeParse(rule);
            return parsed.success ? [[nindex, parsed.data] as const] : [];
          }),
        );
      return new Map(Object.entries(data).map(([region, stores]) => [region, rulesOf(stores)] as const));
    },
  };
}
