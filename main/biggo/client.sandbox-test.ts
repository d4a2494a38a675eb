import { describe, expect, it } from "vitest";
import { spawnSandbox } from "../../sandbox/testing.ts";
import { failureOf, prepareClient } from "./client.test-harness.ts";

const fixture = prepareClient();

describe("AppClient", () => {
  it("returns the account of the credentials", async () => {
    expect(await fixture.connect().checkPermission()).toMatchObject({ atUserid: "@kaixiang.lab", region: "tw" });
  });

  it("uploads, reads, updates, replaces and deletes a video", async () => {
    const { upload, videos } = fixture.connect();
    const videoId = await upload(await fixture.newUpload());
    const video = await videos.get(videoId);
    expect(video).toMatchObject({ videoId, complete: true, broken: false, access: "public" });
    expect(video.lengthSeconds).toBeGreaterThan(1);
    expect(video.aspectRatio).toBeCloseTo(9 / 16, 1);

    await videos.replace(videoId, { title: "開箱 🎧", description: "first", access: "private" });
    await videos.update(videoId, { access: "unlisted" });
    expect(await videos.get(videoId)).toMatchObject({ description: "first", access: "unlisted" });
    expect((await fixture.sandbox.state()).videos.find((each) => each.video_id === videoId)?.title).toBe("開箱 🎧");

    await videos.remove(videoId);
    expect((await failureOf(videos.get(videoId))).biggoCode).toBe(1004);
  });

  it("lists own videos newest first, 20 per page", async () => {
    const { videos } = fixture.connect();
    const first = await videos.listOwn(1);
    const second = await videos.listOwn(2);
    expect(first.videos).toHaveLength(20);
    expect(first.total).toBeGreaterThanOrEqual(45);
    const times = [...first.videos, ...second.videos].map((video) => video.createdAtMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect((await videos.listOwn(99)).videos).toEqual([]);
    const { userid } = await fixture.connect().checkPermission();
    expect((await videos.listOf(userid, 1)).videos).toEqual(first.videos);
  });

  it("searches products, reads a price history, searches by picture and looks up a store's URL", async () => {
    const { products, imageSearch, storeLinks } = fixture.connect();
    const found = await products.search("耳機", "tw", 1);
    const product = found.products[0];
    if (product === undefined) throw new Error("no product was found");
    expect(product).toMatchObject({ currency: "TWD", offers: null });
    expect((await products.history(product.ref, 90)).points.length).toBeGreaterThan(10);
    const key = await imageSearch.uploadImage(Buffer.from("not a picture"), "image/jpeg");
    expect((await imageSearch.findSimilar(key, "tw")).length).toBeGreaterThan(0);
    const rules = await storeLinks.fetchRules();
    expect(rules.get("tw")?.size).toBeGreaterThan(0);
    expect(await storeLinks.lookUpDomain("https://nowhere.example/item/1")).toEqual([]);
  });
});

describe("BigGoError", () => {
  const details = { title: "t", description: "d", access: "public" } as const;

  it("has code 1002 after the whole body of a duplicate", async () => {
    const { upload } = fixture.connect();
    const request = await fixture.newUpload();
    await upload(request);
    let wholeBodySent = false;
    const again = {
      ...request,
      beforeLastBytes: async () => {
        wholeBodySent = true;
      },
    };
    expect(await failureOf(upload(again))).toMatchObject({ kind: "refused", biggoCode: 1002, retryable: false });
    expect(wholeBodySent).toBe(true);
  });

  it("has code 1001 for a file that is not a video", async () => {
    const request = await fixture.newUpload();
    const bytes = Buffer.from("this is a text, not a video");
    async function* read() {
      yield bytes;
    }
    const text = { ...request, source: { ...request.source, sizeBytes: bytes.length, read } };
    expect(await failureOf(fixture.connect().upload(text))).toMatchObject({ kind: "refused", biggoCode: 1001 });
  });

  it.each([
    ["1003", () => fixture.connect().videos.update("neighbour00001", { title: "mine now" }), 1003],
    ["1004", () => fixture.connect().videos.get("no-such-video"), 1004],
    ["1006", () => fixture.connect().videos.update("seed00001", { thumbnailTimeMs: -5 }), 1006],
    ["1007", () => fixture.connect().videos.listOf("unknown-user", 1), 1007],
    ["1008", () => fixture.connect().videos.update("seed00001", { products: [{ nindex: "no", oid: "no" }] }), 1008],
    ["1010", () => fixture.connect().videos.update("seed00001", {}), 1010],
  ])("is a refusal with code %s and not retryable", async (_code, call, biggoCode) => {
    expect(await failureOf(call())).toMatchObject({ kind: "refused", biggoCode, retryable: false });
  });

  it("has code 1009 for an eleventh product", async () => {
    const { products, videos } = fixture.connect();
    const { products: found } = await products.search("a", "us", 1);
    const eleven = [...found, ...(await products.search("耳機", "tw", 1)).products].slice(0, 11);
    const call = videos.update("seed00001", { products: eleven.map(({ ref }) => ref) });
    expect((await failureOf(call)).biggoCode).toBe(1009);
  });

  it("has code 1005 for a video that BigGo removed", async () => {
    await fixture.sandbox.control("POST", "videos/seed00002", { removed: true });
    expect((await failureOf(fixture.connect().videos.replace("seed00002", details))).biggoCode).toBe(1005);
  });

  it("maps an upload's error_type and accepts a failure with HTTP 200", async () => {
    const other = await spawnSandbox({ args: ["--processing", "0", "--upload-error-types", "--errors-with-200"] });
    try {
      const client = fixture.connect({ baseUrl: other.url, credentials: other });
      const request = await fixture.newUpload();
      await client.upload(request);
      expect(await failureOf(client.upload(request))).toMatchObject({ biggoCode: 1002, httpStatus: 200 });
    } finally {
      await other.stop();
    }
  });
});

describe("tokens", () => {
  it("fetches one token for concurrent calls", async () => {
    const { videos } = fixture.connect();
    const before = (await fixture.sandbox.state()).counts.tokensIssued;
    await Promise.all(Array.from({ length: 10 }, () => videos.listOwn(1)));
    expect((await fixture.sandbox.state()).counts.tokensIssued).toBe(before + 1);
  });

  it("renews an expired token once for concurrent calls", async () => {
    const { videos } = fixture.connect();
    await videos.listOwn(1);
    await fixture.sandbox.control("POST", "expire-tokens");
    const before = (await fixture.sandbox.state()).counts.tokensIssued;
    await Promise.all(Array.from({ length: 10 }, () => videos.listOwn(1)));
    expect((await fixture.sandbox.state()).counts.tokensIssued).toBe(before + 1);
  });

  it("renews only once per call when BigGo keeps reporting an expired token", async () => {
    await fixture.fault({ kind: "expired-token", times: 0 });
    const before = (await fixture.sandbox.state()).counts.tokensIssued;
    expect((await failureOf(fixture.connect().videos.listOwn(1))).kind).toBe("unauthorised");
    expect((await fixture.sandbox.state()).counts.tokensIssued).toBe(before + 2);
  });

  it("distinguishes a wrong secret from a revoked key", async () => {
    expect(
      (
        await failureOf(
          fixture
            .connect({ credentials: { clientId: fixture.sandbox.clientId, clientSecret: "wrong" } })
            .checkPermission(),
        )
      ).kind,
    ).toBe("credentials");
    await fixture.sandbox.control("POST", "account", { revoked: true });
    expect(await failureOf(fixture.connect().checkPermission())).toMatchObject({
      kind: "credentials",
      biggoCode: 1004,
    });
  });

  it("renews a token before it expires", async () => {
    let monotonicMs = 0;
    const client = fixture.connect({ monotonicNow: () => monotonicMs });
    await client.videos.listOwn(1);
    const before = (await fixture.sandbox.state()).counts.tokensIssued;
    monotonicMs = 3_500_000;
    await client.videos.listOwn(1);
    expect((await fixture.sandbox.state()).counts.tokensIssued).toBe(before);
    monotonicMs = 3_545_000;
    await client.videos.listOwn(1);
    expect((await fixture.sandbox.state()).counts.tokensIssued).toBe(before + 1);
  });
});
