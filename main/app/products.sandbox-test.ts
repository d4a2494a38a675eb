import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors.ts";
import { createAppClient } from "../biggo/app-client.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { createProductFinder } from "../products/product-finder.ts";
import { createRuleMatcher } from "../products/rule-matcher.ts";
import { setupUploadFixture } from "./uploads.test-harness.ts";

const fixture = setupUploadFixture();
const find = (text: string, page = 1) => fixture.app.workspace.finder.find(text, page);

async function findOne(text: string) {
  const answer = await find(text);
  if (answer.kind !== "one") throw new Error(`a list for ${text}`);
  return answer.product;
}
async function findList(text: string, page = 1) {
  const answer = await find(text, page);
  if (answer.kind !== "list") throw new Error(`a single product for ${text}`);
  return answer;
}
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) =>
      error instanceof AppError ? error.value.code : error instanceof BigGoError ? error.kind : String(error),
  );
const searches = { method: "GET", path: "^/api/v1/spa/search/" };

describe("createProductFinder", () => {
  it("searches the region's stores page by page, in their currency", async () => {
    const first = await findList("耳機");
    expect(first.products).toHaveLength(30);
    expect(first.products[0]).toMatchObject({ currency: "TWD" });
    const second = await findList("耳機", 2);
    expect(second).toMatchObject({ page: 2, total: first.total });
    expect(second.products[0]?.ref).not.toEqual(first.products[0]?.ref);
    const [product] = first.products;
    expect(fixture.app.workspace.images.url(`${product?.ref.nindex}-${product?.ref.oid}`)).toMatch(/^http:/);
  });

  it.each([
    ["a store URL", "https://www.momoshop.com.tw/goods/GoodsDetail.jsp?i_code=", "tw_ec_momoshop", ""],
    ["a URL without its scheme", "24h.pchome.com.tw/prod/", "tw_ec_pchome24h", ""],
    ["a BigGo link", "https://biggo.com.tw/r/?i=tw_ec_momoshop&id=", "tw_ec_momoshop", ""],
    ["its key", "tw_ec_momoshop-", "tw_ec_momoshop", ""],
  ])("finds a product by %s", async (_, before, nindex) => {
    const product = (await findList("藍牙")).products.find(({ ref }) => ref.nindex === nindex);
    if (product === undefined) throw new Error(`nothing in ${nindex}`);
    expect(await findOne(before + product.ref.oid)).toEqual(product);
  });

  it("distinguishes an unknown store from an unknown product", async () => {
    expect(await codeOf(find("https://nowhere.example/item/1"))).toBe("store-unknown");
    expect(await codeOf(find("https://www.momoshop.com.tw/about"))).toBe("product-unknown");
    expect(await codeOf(find("https://www.momoshop.com.tw/goods/GoodsDetail.jsp?i_code=404"))).toBe("product-unknown");
    expect(await codeOf(find("tw_ec_momoshop-404"))).toBe("product-unknown");
  });

  it("aborts a superseded search and caches results", async () => {
    await fixture.fault({ kind: "delay", ms: 300, match: searches });
    const slow = codeOf(find("咖啡"));
    expect((await findList("耳機")).total).toBeGreaterThan(0);
    expect(await slow).toBe("aborted");
    await fixture.fault({ kind: "status", status: 500, match: searches });
    expect((await findList("耳機")).total).toBeGreaterThan(0);
    expect(await codeOf(find("咖啡"))).toBe("server");
  });

  it("returns 90 days of prices", async () => {
    const [product] = (await findList("耳機")).products;
    if (product === undefined) throw new Error("nothing found");
    const line = await fixture.app.workspace.finder.line(product.ref);
    expect(line.points.length).toBeGreaterThan(30);
    expect(line.lowest).toBeLessThanOrEqual(line.highest);
    expect(line.currency).toBe("TWD");
  });

  it("finds products in a picture and reports a refusal", async () => {
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    expect((await fixture.app.workspace.finder.inPicture(jpeg, "image/jpeg")).length).toBeGreaterThan(0);
    await fixture.fault({ kind: "error", code: 2, match: { method: "POST", path: "imagesearch" } });
    expect(await codeOf(fixture.app.workspace.finder.inPicture(jpeg, "image/jpeg"))).toBe("unauthorised");
  });
});

describe("createProductFinder with hostile responses", () => {
  it("aborts a catastrophic store rule without blocking the event loop", async () => {
    const rule = { match: "^(([a-z0-9:/.?=_]+)+)+!$" };
    const body = { result: true, data: { tw: { tw_ec_momoshop: rule } } };
    await fixture.fault({ kind: "status", status: 200, body, match: { method: "GET", path: "^/api/eclist" } });
    let ticks = 0;
    const ticker = setInterval(() => {
      ticks += 1;
    }, 10);
    expect(await codeOf(find(`https://www.momoshop.com.tw/${"a".repeat(300)}`))).toBe("product-unknown");
    clearInterval(ticker);
    expect(ticks).toBeGreaterThan(5);
  });

  it("keeps the readable fields of malformed products and rejects image URLs that are not http", async () => {
    const ref = { nindex: "tw_ec_x", oid: "1" };
    const malformed = [
      { ...ref, title: "<script>alert(1)</script>", image: "javascript:alert(1)", price: "free", url: "javascript:1" },
      { ...ref, oid: "2", title: 7, image: "file:///etc/passwd", price: null, store: [], multiple: "x" },
      { ...ref, oid: { evil: true } },
      null,
      "product",
    ];
    const body = { result: true, total: "2", total_page: 1, list: malformed };
    await fixture.fault({ kind: "status", status: 200, body, match: searches });
    const { products } = await findList("strange");
    expect(products).toMatchObject([
      { title: "<script>alert(1)</script>", price: 0 },
      { title: "7", price: 0, storeName: "" },
    ]);
    expect(fixture.app.workspace.images.url("tw_ec_x-1")).toBeNull();
    expect(fixture.app.workspace.images.url("tw_ec_x-2")).toBeNull();
  });

  it("rejects a malformed list and a response of ten megabytes", async () => {
    const body = { result: true, total: 1, total_page: 1, list: "none" };
    await fixture.fault({ kind: "status", status: 200, body, match: searches });
    expect(await codeOf(find("wrong"))).toBe("not-biggo");
    const padding = "x".repeat(1000);
    const server = createServer((_, response) => {
      response.setHeader("content-type", "application/json");
      const list = Array.from({ length: 10_000 }, (_, oid) => ({ nindex: "tw_ec_x", oid, title: padding }));
      response.end(JSON.stringify({ result: true, total: 1, total_page: 1, list }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createAppClient({ baseUrl, credentials: { clientId: "", clientSecret: "" } });
    const { images } = fixture.app.workspace;
    const finder = createProductFinder({
      client,
      images,
      matcher: createRuleMatcher(),
      region: () => "tw",
      now: Date.now,
    });
    expect(await codeOf(finder.find("large", 1))).toBe("not-biggo");
    await client.close();
    server.close();
  });
});
