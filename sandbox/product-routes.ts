import type { FastifyInstance, FastifyRequest } from "fastify";
import { siteOfRegion } from "../shared/model/account.ts";
import { apiCode, BiggoFailure } from "./biggo-error.ts";
import type { CatalogueProduct } from "./catalogue.ts";
import { priceHistoryShape } from "./price-history.ts";
import { searchProductShape } from "./product-shape.ts";
import type { SandboxContext } from "./sandbox-context.ts";

const pageSize = 30;
const historyDays = [7, 30, 90, 180, 365, 730];

function regionOf(context: SandboxContext, request: FastifyRequest): string {
  const { region, site } = request.headers as Record<string, string | undefined>;
  if (region) return region.toLowerCase();
  const match = Object.entries(siteOfRegion).find(([, domain]) => domain === site);
  return match?.[0] ?? context.region;
}

function priceRange(products: readonly CatalogueProduct[]) {
  const prices = products.map((product) => product.price);
  return prices.length === 0
    ? { low_price: 0, high_price: 0 }
    : { low_price: Math.min(...prices), high_price: Math.max(...prices) };
}

async function search(context: SandboxContext, request: FastifyRequest) {
  const { query } = request.params as { query: string };
  const page = Math.max(1, Math.floor(Number((request.query as Record<string, string>).p ?? 1)) || 1);
  const region = regionOf(context, request);
  const found = context.catalogue.search(query, region);
  const shown = found.slice((page - 1) * pageSize, page * pageSize);
  return {
    result: true,
    total: found.length,
    total_page: Math.ceil(found.length / pageSize),
    pure_total: found.length,
    list: shown.map((product) => searchProductShape(product, context.baseUrl())),
    ...priceRange(found),
    region,
  };
}

function productOf(context: SandboxContext, historyId: unknown): CatalogueProduct {
  if (typeof historyId !== "string") throw new BiggoFailure(apiCode.invalidParameter, "history_id is invalid");
  const at = historyId.indexOf("-");
  const product = context.catalogue.find(historyId.slice(0, at), historyId.slice(at + 1));
  if (!product) throw new BiggoFailure(apiCode.noSuchProduct, "product does not exist", 404);
  return product;
}

async function history(context: SandboxContext, request: FastifyRequest) {
  const { days, history_id } = Object(request.body) as Record<string, unknown>;
  if (days === undefined || history_id === undefined) {
    throw new BiggoFailure(apiCode.missingParameter, "parameters are missing");
  }
  if (!historyDays.includes(Number(days))) throw new BiggoFailure(apiCode.invalidParameter, "days is invalid");
  return priceHistoryShape(productOf(context, history_id), Number(days), context.now());
}

/** `GET spa/search/{query}/product` (30 per page) and `POST spa/product/history`; no token (source: BigGo). */
export function addProductRoutes(app: FastifyInstance, context: SandboxContext): void {
  app.get("/api/v1/spa/search/:query/product", (request) => search(context, request));
  app.post("/api/v1/spa/product/history", (request) => history(context, request));
}
