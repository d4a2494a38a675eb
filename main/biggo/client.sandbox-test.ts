import { describe, expect, it } from "vitest";
import { spawnSandbox } from "../../sandbox/testing.ts";
import { failureOf, prepareClient } from "./client.test-harness.ts";

const at = prepareClient();

describe("calls", () => {
  it("asks whose key it is", async () => {
    expect(await at.connect().checkPermission()).toMatchObject({ atUserid: "@kaixiang.lab", region: "tw" });
  });

  it("uploads, reads, changes, replaces and deletes a video", async () => {
    const { upload, videos } = at.connect();
    const videoId = await upload(await at.newUpload());
    const video = await videos.get(videoId);
    expect(video).toMatchObject({ videoId, complete: true, broken: false, access: "public" });
    expect(video.lengthSeconds).toBeGreaterThan(1);
    expect(video.aspectRatio).toBeCloseTo(9 / 16, 1);

    await videos.replace(videoId, { title: "開箱 🎧", description: "first", access: "private" });
    await videos.update(videoId, { access: "unlisted" });
    expect(await videos.get(videoId)).toMatchObject({ description: "first", access: "unlisted" });
    expect((await at.sandbox.state()).videos.find((each) => each.video_id === videoId)?.title).toBe("開箱 🎧");

    await videos.remove(videoId);
    expect((await failureOf(videos.get(videoId))).biggoCode).toBe(1004);
  });

  it("pages own videos newest first, 20 a page", async () => {
    const { videos } = at.connect();
    const first = await videos.listOwn(1);
    const second = await videos.listOwn(2);
    expect(first.videos).toHaveLength(20);
    expect(first.total).toBeGreaterThanOrEqual(45);
    const times = [...first.videos, ...second.videos].map((video) => video.createdAtMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect((await videos.listOwn(99)).videos).toEqual([]);
    const { userid } = await at.connect().checkPermission();
    expect((await videos.listOf(userid, 1)).videos).toEqual(first.videos);
  });

  it("searches products, reads a price history, searches by picture and understands a shop's URL", async () => {
    const { products, imageSearch, storeLinks } = at.connect();
    const found = await products.search("耳機", "tw", 1);
    const product = found.products[0];
    if (product === undefined) throw new Error("nothing found");
    expect(product).toMatchObject({ currency: "TWD", offers: null });
    expect((await products.history(product.ref, 90)).points.length).toBeGreaterThan(10);
    const key = await imageSearch.uploadImage(Buffer.from("not really a picture"), "image/jpeg");
    expect((await imageSearch.findSimilar(key, "tw")).length).toBeGreaterThan(0);
    const rules = await storeLinks.fetchRules();
    expect(rules.get("tw")?.size).toBeGreaterThan(0);
    expect(await storeLinks.lookUpDomain("https://nowhere.example/item/1")).toEqual([]);
  });
});

describe("codes", () => {
  const details = { title: "t", description: "d", access: "public" } as const;

  it("1002 comes after the whole body of a repeat", async () => {
    const { upload } = at.connect();
    const request = await at.newUpload();
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

  it("1001 for what is no video", async () => {
    const request = await at.newUpload();
    const bytes = Buffer.from("this is a text and no video at all");
    async function* read() {
      yield bytes;
    }
    const text = { ...request, source: { ...request.source, sizeBytes: bytes.length, read } };
    expect(await failureOf(at.connect().upload(text))).toMatchObject({ kind: "refused", biggoCode: 1001 });
  });

  it.each([
    ["1003", () => at.connect().videos.update("neighbour00001", { title: "mine now" }), 1003],
    ["1004", () => at.connect().videos.get("there-is-none"), 1004],
    ["1006", () => at.connect().videos.update("seed00001", { thumbnailTimeMs: -5 }), 1006],
    ["1007", () => at.connect().videos.listOf("nobody-at-all", 1), 1007],
    ["1008", () => at.connect().videos.update("seed00001", { products: [{ nindex: "no", oid: "no" }] }), 1008],
    ["1010", () => at.connect().videos.update("seed00001", {}), 1010],
  ])("%s is a refusal that is not worth another try", async (_code, call, biggoCode) => {
    expect(await failureOf(call())).toMatchObject({ kind: "refused", biggoCode, retryable: false });
  });

  it("1009 for an eleventh product", async () => {
    const { products, videos } = at.connect();
    const { products: found } = await products.search("a", "us", 1);
    const eleven = [...found, ...(await products.search("耳機", "tw", 1)).products].slice(0, 11);
    const call = videos.update("seed00001", { products: eleven.map(({ ref }) => ref) });
    expect((await failureOf(call)).biggoCode).toBe(1009);
  });

  it("1005 for a video that BigGo took down", async () => {
    await at.sandbox.control("POST", "videos/seed00002", { removed: true });
    expect((await failureOf(at.connect().videos.replace("seed00002", details))).biggoCode).toBe(1005);
  });

  it("understands an upload's error_type and a failure with HTTP 200", async () => {
    const other = await spawnSandbox({ args: ["--processing", "0", "--upload-error-types", "--errors-with-200"] });
    try {
      const client = at.connect({ baseUrl: other.url, credentials: other });
      const request = await at.newUpload();
      await client.upload(request);
      expect(await failureOf(client.upload(request))).toMatchObject({ biggoCode: 1002, httpStatus: 200 });
    } finally {
      await other.stop();
    }
  });
});

describe("tokens", () => {
  it("fetches one for any number of waiting calls", async () => {
    const { videos } = at.connect();
    const before = (await at.sandbox.state()).counts.tokensIssued;
    await Promise.all(Array.from({ length: 10 }, () => videos.listOwn(1)));
    expect((await at.sandbox.state()).counts.tokensIssued).toBe(before + 1);
  });

  it("renews one that ran out, once, for all calls that meet it", async () => {
    const { videos } = at.connect();
    await videos.listOwn(1);
    await at.sandbox.control("POST", "expire-tokens");
    const before = (await at.sandbox.state()).counts.tokensIssued;
    await Promise.all(Array.from({ length: 10 }, () => videos.listOwn(1)));
    expect((await at.sandbox.state()).counts.tokensIssued).toBe(before + 1);
  });

  it("never loops when BigGo keeps saying that it ran out", async () => {
    await at.fault({ kind: "expired-token", times: 0 });
    const before = (await at.sandbox.state()).counts.tokensIssued;
    expect((await failureOf(at.connect().videos.listOwn(1))).kind).toBe("unauthorised");
    expect((await at.sandbox.state()).counts.tokensIssued).toBe(before + 2);
  });

  it("tells a wrong secret from a revoked key", async () => {
    expect(
      (
        await failureOf(
          at.connect({ credentials: { clientId: at.sandbox.clientId, clientSecret: "wrong" } }).checkPermission(),
        )
      ).kind,
    ).toBe("credentials");
    await at.sandbox.control("POST", "account", { revoked: true });
    expect(await failureOf(at.connect().checkPermission())).toMatchObject({ kind: "credentials", biggoCode: 1004 });
  });

  it("renews before the token's time is over", async () => {
    let monotonicMs = 0;
    const client = at.connect({ monotonicNow: () => monotonicMs });
    await client.videos.listOwn(1);
    const before = (await at.sandbox.state()).counts.tokensIssued;
    monotonicMs = 3_500_000;
    await client.videos.listOwn(1);
    expect((await at.sandbox.state()).counts.tokensIssued).toBe(before);
    monotonicMs = 3_545_000;
    await client.videos.listOwn(1);
    expect((await at.sandbox.state()).counts.tokensIssued).toBe(before + 1);
  });
});
