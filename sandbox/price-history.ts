import type { CatalogueProduct } from "./catalogue.ts";
import { createRandom } from "./seeded-random.ts";

const dayMs = 86_400_000;
const spans = [7, 30, 90, 180, 365, 730] as const;

/** A price `y` in the store's currency at time `x`, epoch ms. */
export interface PricePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * A product's price on each of the last `days` days, oldest first, ending at today's price. It depends only on the
 * product and the day, so a longer span contains the shorter one.
 */
export function priceSeries(product: CatalogueProduct, days: number, nowMs: number): PricePoint[] {
  const random = createRandom(product.seed);
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const points: PricePoint[] = [];
  let price = product.price;
  for (let age = 0; age < days; age += 1) {
    points.push({ x: today - age * dayMs, y: price });
    if (random() < 0.06) price = Number((product.price * (0.82 + random() * 0.4)).toFixed(2));
  }
  return points.reverse();
}

function countMoves(points: readonly PricePoint[]) {
  let [up, down] = [0, 0];
  for (let index = 1; index < points.length; index += 1) {
    const step = (points[index]?.y ?? 0) - (points[index - 1]?.y ?? 0);
    if (step > 0) up += 1;
    if (step < 0) down += 1;
  }
  return { up, down };
}

function periodOf(days: number, points: readonly PricePoint[]) {
  const prices = points.map((point) => point.y);
  const moves = countMoves(points);
  return {
    days,
    max_price: Math.max(...prices),
    min_price: Math.min(...prices),
    up_times: moves.up,
    down_times: moves.down,
    last_continue_times: 1,
    last_increase_status: (prices.at(-1) ?? 0) > (prices.at(-2) ?? 0),
  };
}

/** BigGo's price history of one product over the last `days` days. */
export function priceHistoryShape(product: CatalogueProduct, days: number, nowMs: number) {
  const fullSeries = priceSeries(product, 730, nowMs);
  const statistics = spans.map((span) => [`days${span}`, periodOf(span, fullSeries.slice(-span))] as const);
  return {
    result: true,
    history_id: `${product.nindex}-${product.oid}`,
    title: product.title,
    symbol: product.store.symbol,
    currency: product.store.currency,
    nindex: product.nindex,
    nindex_name: product.store.name,
    oid: product.oid,
    current_price: product.price,
    model_id: "",
    purl: product.store.urlOf(product.oid),
    affurl: "",
    icon: "",
    multiple_product: [],
    multiple_top_title: "",
    multiple_top_price: 0,
    price_history: fullSeries.slice(-days),
    statistics: Object.fromEntries(statistics),
  };
}
