import { z } from "zod";
import { parseBody, readAnswer } from "./answer.ts";
import type { Transport } from "./transport.ts";
import { idText } from "./wire/lenient.ts";

const oneOrMore = z.union([z.string().transform((value) => [value]), z.array(z.string())]);

/** How a store writes a product's id into its URLs, as BigGo publishes it. The regular expressions are not ours. */
const storeRuleSchema = z.object({
  match: oneOrMore,
  template: oneOrMore.optional(),
  query: z.string().optional(),
  uppercase: z.unknown().transform(Boolean).optional(),
  lowercase: z.unknown().transform(Boolean).optional(),
  len: z.coerce.number().optional().catch(undefined),
  pad: z.string().optional().catch(undefined),
});
export type StoreRule = z.infer<typeof storeRuleSchema>;

const lookupAnswer = z.object({ biggo: z.array(z.object({ id: idText, region: z.string() })).catch([]) });
const rulesAnswer = z.object({ data: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** The two calls on BigGo's extension host by which a store's own product URL is understood. Neither needs a token. */
export interface StoreLinksApi {
  /** The stores that a URL belongs to; empty when BigGo does not know it. */
  lookUpDomain(productUrl: string, signal?: AbortSignal): Promise<{ nindex: string; region: string }[]>;
  /** Every store's rule: region → nindex → rule. Rules that cannot be read are left out. */
  fetchRules(signal?: AbortSignal): Promise<Map<string, Map<string, StoreRule>>>;
}

/** Calls to `https://extension.biggo.com`, or another base URL in its place. */
export function createStoreLinksApi(options: {
  baseUrl: string;
  transport: Transport;
  now: () => number;
}): StoreLinksApi {
  const get = async (path: string, signal?: AbortSignal) => {
    const url = `${options.baseUrl}/api/${path}`;
    const headers = { accept: "application/json" };
    return readAnswer(await options.transport.send({ method: "GET", url, headers, signal }), options.now());
  };
  return {
    async lookUpDomain(productUrl, signal) {
      const query = new URLSearchParams({ method: "domain_lookup", domain: productUrl });
      const body = await get(`store.php?${query}`, signal);
      return parseBody(lookupAnswer, body, "store lookup").biggo.map(({ id, region }) => ({ nindex: id, region }));
    },
    async fetchRules(signal) {
      const { data } = parseBody(rulesAnswer, await get("eclist.php", signal), "store rules");
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
