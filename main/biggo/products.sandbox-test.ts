import { describe, expect, it } from "vitest";
import { toErrorValue } from "./app-error.ts";
import { failureOf, prepareClient } from "./client.test-harness.ts";
import { closeFronts, openFront } from "./front.test-harness.ts";

const fixture = prepareClient();
closeFronts();

const requiresLogin = { status: 429, body: JSON.stringify({ result: false, require_login: true }) };
const ref = { nindex: "tw_no_store", oid: "1" };

describe('anonymous product search -> 429 {"result":false,"require_login":true}', () => {
  it("sends the token with a search and with a price history", async () => {
    const front = await openFront(fixture.sandbox.url, ({ url = "", headers }) =>
      url.includes("/spa/") && !/^Bearer ./.test(headers.authorization ?? "") ? requiresLogin : null,
    );
    const { products } = fixture.connect({ baseUrl: front.url });
    const found = (await products.search("耳機", "tw", 1)).products[0];
    if (found === undefined) throw new Error("no product was found");
    expect((await products.history(found.ref, 90)).points.length).toBeGreaterThan(0);
  });

  it.each([429, 401, 403, 200])("says to sign in, and is no rate limit: HTTP %i", async (status) => {
    const waits: number[] = [];
    const { products, videos } = fixture.connect({ onAskedToWait: (ms) => waits.push(ms) });
    await videos.listOwn(1);
    const body = { result: false, require_login: true };
    await fixture.fault({ kind: "status", status, body, retryAfter: 60, match: { path: "/spa/" }, times: 0 });
    for (const call of [() => products.search("耳機", "tw", 1), () => products.history(ref, 90)]) {
      expect(toErrorValue(await failureOf(call()))).toMatchObject({ code: "signed-out", retryable: false });
    }
    expect(waits).toEqual([]);
  });

  it("renews a token that BigGo took for none", async () => {
    const { products } = fixture.connect();
    const fault = { kind: "status", status: 429, body: { result: false, require_login: true } };
    await fixture.fault({ ...fault, match: { path: "/spa/" } });
    expect((await products.search("耳機", "tw", 1)).total).toBeGreaterThan(0);
  });
});
