import type { Region } from "../shared/model/account.ts";

/** How to extract an oid from a store's product URL, in the format of BigGo's store list. */
export interface StoreRule {
  readonly match: string | string[];
  readonly template?: string | string[];
  readonly query?: string;
  readonly uppercase?: boolean;
  readonly lowercase?: boolean;
  readonly len?: number;
  readonly pad?: string;
}

/** A store of the sandbox's catalogue. `oidOf` formats a serial number as an id of that store. */
export interface Store {
  readonly nindex: string;
  readonly region: Region;
  readonly name: string;
  readonly domain: string;
  readonly language: "zh" | "ja" | "en";
  readonly symbol: string;
  readonly currency: string;
  /** Exchange rate: units of the store's currency per New Taiwan dollar. */
  readonly rate: number;
  readonly rule: StoreRule;
  readonly oidOf: (serial: number) => string;
  readonly urlOf: (oid: string) => string;
}

const tw = { region: "tw", language: "zh", symbol: "NT$", currency: "TWD", rate: 1 } as const;
const jp = { region: "jp", language: "ja", symbol: "¥", currency: "JPY", rate: 4.7 } as const;
const us = { region: "us", language: "en", symbol: "$", currency: "USD", rate: 0.031 } as const;
const hk = { region: "hk", language: "zh", symbol: "HK$", currency: "HKD", rate: 0.24 } as const;
const sg = { region: "sg", language: "en", symbol: "S$", currency: "SGD", rate: 0.042 } as const;

/** The sandbox's stores, one to three in each of five regions. */
export const stores: readonly [Store, ...Store[]] = [
  {
    ...tw,
    nindex: "tw_ec_momoshop",
    name: "momo購物網",
    domain: "momoshop.com.tw",
    rule: { match: "momoshop\\.com\\.tw/(?:goods/GoodsDetail\\.jsp|product)", query: "i_code" },
    oidOf: (serial) => String(9_100_000 + serial),
    urlOf: (oid) => `https://www.momoshop.com.tw/goods/GoodsDetail.jsp?i_code=${oid}`,
  },
  {
    ...tw,
    nindex: "tw_ec_pchome24h",
    name: "PChome 24h購物",
    domain: "24h.pchome.com.tw",
    rule: { match: "24h\\.pchome\\.com\\.tw/prod/([A-Za-z0-9]+-[A-Za-z0-9]+)", uppercase: true },
    oidOf: (serial) => `DYAJ${String(10 + (serial % 90))}-A900${String(10_000 + serial)}`,
    urlOf: (oid) => `https://24h.pchome.com.tw/prod/${oid}`,
  },
  {
    ...tw,
    nindex: "tw_pmall_rakuten",
    name: "台灣樂天市場",
    domain: "rakuten.com.tw",
    rule: { match: "rakuten\\.com\\.tw/shop/([^/?#]+)/product/([^/?#]+)", template: "%1_%2" },
    oidOf: (serial) => `goodlife_P${String(100_000 + serial)}`,
    urlOf: (oid) => `https://www.rakuten.com.tw/shop/${oid.split("_")[0]}/product/${oid.split("_")[1]}/`,
  },
  {
    ...jp,
    nindex: "jp_ec_amazon",
    name: "Amazon.co.jp",
    domain: "amazon.co.jp",
    rule: { match: ["amazon\\.co\\.jp/(?:.*/)?dp/([A-Za-z0-9]{10})", "amazon\\.co\\.jp/gp/product/([A-Za-z0-9]{10})"] },
    oidOf: (serial) => `B0J${String(1_000_000 + serial)}`,
    urlOf: (oid) => `https://www.amazon.co.jp/dp/${oid}`,
  },
  {
    ...jp,
    nindex: "jp_ec_yodobashi",
    name: "ヨドバシ.com",
    domain: "yodobashi.com",
    rule: { match: "yodobashi\\.com/product/([0-9]+)" },
    oidOf: (serial) => `100000001${String(700_000_000 + serial)}`,
    urlOf: (oid) => `https://www.yodobashi.com/product/${oid}/`,
  },
  {
    ...us,
    nindex: "us_ec_amazon",
    name: "Amazon",
    domain: "amazon.com",
    rule: { match: ["amazon\\.com/(?:.*/)?dp/([A-Za-z0-9]{10})", "amazon\\.com/gp/product/([A-Za-z0-9]{10})"] },
    oidOf: (serial) => `B0U${String(1_000_000 + serial)}`,
    urlOf: (oid) => `https://www.amazon.com/dp/${oid}`,
  },
  {
    ...us,
    nindex: "us_ec_bestbuy",
    name: "Best Buy",
    domain: "bestbuy.com",
    rule: { match: "bestbuy\\.com/site/[^?]*/([0-9]+)\\.p" },
    oidOf: (serial) => String(6_500_000 + serial),
    urlOf: (oid) => `https://www.bestbuy.com/site/product/${oid}.p`,
  },
  {
    ...hk,
    nindex: "hk_ec_hktvmall",
    name: "HKTVmall",
    domain: "hktvmall.com",
    rule: { match: "hktvmall\\.com/.*/p/([A-Za-z0-9_]+)", uppercase: true },
    oidOf: (serial) => `H088${String(1000 + (serial % 9))}_S_${String(10_000 + serial)}`,
    urlOf: (oid) => `https://www.hktvmall.com/hktv/zh/main/p/${oid}`,
  },
  {
    ...sg,
    nindex: "sg_ec_courts",
    name: "COURTS",
    domain: "courts.com.sg",
    rule: { match: "courts\\.com\\.sg/[a-z0-9-]*-ip([0-9]+)", template: "%p%1", len: 10, pad: "0" },
    oidOf: (serial) => String(180_000 + serial).padStart(10, "0"),
    urlOf: (oid) => `https://www.courts.com.sg/product-ip${Number(oid)}`,
  },
];
