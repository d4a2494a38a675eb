import type { SpawnedSandbox } from "../../sandbox/testing.ts";

/** A product as the sandbox's search returns it. */
export interface CatalogueEntry {
  nindex: string;
  oid: string;
  title: string;
  /** Its page in the shop. */
  purl: string;
}

/** What the sandbox finds for words in Taiwan, as BigGo's page would. */
export async function searchSandbox(sandbox: SpawnedSandbox, words: string): Promise<CatalogueEntry[]> {
  const url = `${sandbox.url}/api/v1/spa/search/${encodeURIComponent(words)}/product`;
  const answer = await fetch(url, { headers: { site: "biggo.com.tw", region: "tw" } });
  return ((await answer.json()) as { list: CatalogueEntry[] }).list;
}

/** Changes a product of the sandbox's catalogue. */
export function markProduct(
  sandbox: SpawnedSandbox,
  { nindex, oid }: CatalogueEntry,
  change: object,
): Promise<unknown> {
  return sandbox.control("POST", `products/${nindex}/${encodeURIComponent(oid)}`, change);
}
