import type { FastifyInstance } from "fastify";
import { stores } from "./stores.ts";

function storesAt(address: string) {
  const host = URL.canParse(address) ? new URL(address).hostname : (address.split("/")[0] ?? "");
  return stores.filter(({ domain }) => host === domain || host.endsWith(`.${domain}`));
}

function rulesByRegion() {
  const regions: Record<string, Record<string, object>> = {};
  for (const { region, nindex, rule } of stores) {
    regions[region] = { ...regions[region], [nindex]: { ptn: "", bg_mark: "", ...rule } };
  }
  return regions;
}

/** The two calls that resolve a store's product URL to ids (source: BigGo's browser extension); no token. */
export function addStoreRoutes(app: FastifyInstance): void {
  app.get("/api/store.php", async (request) => {
    const { method, domain = "" } = request.query as Record<string, string | undefined>;
    if (method !== "domain_lookup") return { result: false, biggo: [] };
    return { result: true, biggo: storesAt(domain).map(({ nindex, region }) => ({ id: nindex, region })) };
  });
  app.get("/api/eclist.php", async () => ({ result: true, data: rulesByRegion() }));
}
