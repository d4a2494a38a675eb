import { AppError } from "../../shared/errors.ts";
import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";
import { type FoundProduct, type ProductSet, type TaggedProduct, tagOf } from "../../shared/model/product.ts";
import type { Template } from "../../shared/model/template.ts";
import type { Memory } from "./memory-state.ts";

type ProductCalls = Extract<CallName, `products.${string}` | `templates.${string}` | "library.products">;
type Handlers = { [N in ProductCalls]: (input: CallInput<N>) => CallOutput<N> };

const names = [
  "空氣清淨機 S2 主機",
  "HEPA H13 濾網 2 入",
  "活性碳濾網 通用款",
  "香氛機",
  "A very long product name".repeat(4),
];
const shops = ["momo購物網", "PChome 24h購物", "Shopee", "台灣樂天市場"];

/** A product, deterministic for its number. */
function seedProduct(n: number): FoundProduct {
  const price = 349 + ((n * 977) % 4200);
  return {
    ref: { nindex: "tw_ec_momoshop", oid: String(9_100_000 + n) },
    title: `${names[n % names.length] ?? ""} ${n}`,
    price,
    symbol: "NT$",
    currency: "TWD",
    storeName: shops[n % shops.length] ?? "",
    offline: n % 13 === 12,
    adult: n % 17 === 16,
    offers: n % 5 === 2 ? { lowest: price, highest: price + 800 } : null,
  };
}

const tagged = (n: number): TaggedProduct => ({ ...tagOf(seedProduct(n)), taggedPrice: 349 + ((n * 877) % 4200) });
const productsOfVideo = (videoId: string, count: number) => {
  const first = Number(videoId.replace(/\D/g, "")) || 0;
  return Array.from({ length: count }, (_, index) => tagged(first + index));
};

/** Handlers for products and templates in the test double, over a catalogue of 1000 products. */
export function productHandlers(memory: Memory): Handlers {
  const lists = new Map<string, TaggedProduct[]>();
  const sets = new Map<string, ProductSet>([["s1", { id: "s1", name: "清淨機", products: [tagged(1), tagged(2)] }]]);
  const templates = new Map<string, Template>();
  const listOf = (videoId: string) => {
    const count = memory.videos.get(videoId)?.productCount ?? 0;
    const list = lists.get(videoId) ?? productsOfVideo(videoId, count);
    lists.set(videoId, list);
    return list;
  };
  const dead = { ...tagged(12), availability: "offline" as const };
  return {
    "library.products": ({ videoId }) => listOf(videoId),
    "products.find": ({ text, page }) => {
      if (text === "tw_ec_momoshop-1") return { kind: "one", product: seedProduct(1) };
      if (text.includes("unknown")) throw new AppError("store-unknown", "memory", { details: { name: text } });
      const found = Array.from({ length: text === "none" ? 0 : 1000 }, (_, n) => seedProduct(n));
      const products = found.slice((page - 1) * 30, page * 30);
      return { kind: "list", products, total: found.length, page, totalPages: Math.ceil(found.length / 30) };
    },
    "products.line": (ref) => {
      const seed = Number(ref.oid) || 1;
      const points = Array.from({ length: 90 }, (_, index) => ({
        atMs: memory.now() - (90 - index) * 86_400_000,
        price: 500 + Math.round(120 * Math.sin(seed + index / 9)),
      }));
      return { currency: "TWD", symbol: "NT$", lowest: 380, highest: 620, points };
    },
    "products.inPicture": () => [seedProduct(3), seedProduct(4), seedProduct(5)],
    "products.recent": () => [tagged(7), tagged(8), tagged(9)],
    "products.sets": () => [...sets.values()],
    "products.saveSet": (set) => {
      const stored = { ...set, id: set.id || `s${sets.size + 1}` };
      sets.set(stored.id, stored);
      return stored;
    },
    "products.removeSet": ({ id }) => void sets.delete(id),
    "products.health": () => ({
      dead: [{ product: dead, videoIds: ["v5", "v16"] }],
      moved: [{ product: tagged(20), videoIds: ["v20"] }],
      oldestSeenAtMs: memory.now() - 3_600_000,
      unseen: 3,
    }),
    "templates.list": () => [...templates.values()],
    "templates.save": (template) => {
      const stored = { ...template, id: template.id || `t${templates.size + 1}` };
      templates.set(stored.id, stored);
      return stored;
    },
    "templates.remove": ({ id }) => void templates.delete(id),
  };
}
