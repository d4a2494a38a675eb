import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { BigGoError } from "./biggo-error.ts";
import { type BigGoClient, createBigGoClient } from "./client.ts";
import type { Timers } from "./transport.ts";
import type { UploadRequest } from "./upload-video.ts";

let sandbox: SpawnedSandbox;
let folder: string;
let seed = 1;
const clients: BigGoClient[] = [];

beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "45"] });
  folder = await mkdtemp(join(tmpdir(), "client-test-"));
});
afterEach(async () => {
  await sandbox.control("DELETE", "faults");
  await sandbox.control("POST", "account", { revoked: false, permission: true, secretValid: true });
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

function connect(timers: Partial<Timers> = {}, secret = sandbox.clientSecret, baseUrl = sandbox.url): BigGoClient {
  const credentials = { clientId: sandbox.clientId, clientSecret: secret };
  const client = createBigGoClient({ baseUrl, credentials, timers });
  clients.push(client);
  return client;
}

async function failureOf(promise: Promise<unknown>): Promise<BigGoError> {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof BigGoError)) throw error;
  return error;
}

async function newUpload(options: Partial<UploadRequest> & { sizeBytes?: number; fileName?: string } = {}) {
  const path = join(folder, `video-${seed}.mp4`);
  const { sizeBytes, fileName = "clip.mp4", ...request } = options;
  await makeVideo(path, { seed: seed++, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
  const { size } = await stat(path);
  async function* read() {
    const handle = await open(path);
    try {
      for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20, autoClose: false }))
        yield chunk as Buffer;
    } finally {
      await handle.close();
    }
  }
  return {
    source: { fileName, mediaType: "video/mp4", sizeBytes: size, read },
    boundary: "boundary-of-this-test",
    signal: new AbortController().signal,
    onProgress: () => {},
    beforeLastBytes: async () => {},
    ...request,
  };
}

interface State {
  videos: { video_id: string; title: string | null; file_name: string; size: number; deleted: boolean }[];
  counts: { tokensIssued: number; uploadsStarted: number; uploadsCommitted: number };
}
/** Meets uploads only, not the token that is fetched before them. */
const uploads = { method: "POST", path: "^/api/v1/video/$" };
const stateOf = async () => (await sandbox.control("GET", "state")) as State;

describe("calls", () => {
  it("asks whose key it is", async () => {
    expect(await connect().checkPermission()).toMatchObject({ atUserid: "@kaixiang.lab", region: "tw" });
  });

  it("uploads, reads, changes, replaces and deletes a video", async () => {
    const { upload, videos } = connect();
    const videoId = await upload(await newUpload());
    const video = await videos.get(videoId);
    expect(video).toMatchObject({ videoId, complete: true, broken: false, access: "public" });
    expect(video.lengthSeconds).toBeGreaterThan(1);
    expect(video.aspectRatio).toBeCloseTo(9 / 16, 1);

    await videos.replace(videoId, { title: "開箱 🎧", description: "first", access: "private" });
    await videos.update(videoId, { access: "unlisted" });
    expect(await videos.get(videoId)).toMatchObject({ description: "first", access: "unlisted" });
    expect((await stateOf()).videos.find((each) => each.video_id === videoId)?.title).toBe("開箱 🎧");

    await videos.remove(videoId);
    expect((await failureOf(videos.get(videoId))).biggoCode).toBe(1004);
  });

  it("pages own videos newest first, 20 a page", async () => {
    const { videos } = connect();
    const first = await videos.listOwn(1);
    const second = await videos.listOwn(2);
    expect(first.videos).toHaveLength(20);
    expect(first.total).toBeGreaterThanOrEqual(45);
    const times = [...first.videos, ...second.videos].map((video) => video.createdAtMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect((await videos.listOwn(99)).videos).toEqual([]);
    const { userid } = await connect().checkPermission();
    expect((await videos.listOf(userid, 1)).videos).toEqual(first.videos);
  });

  it("searches products, reads a price history, searches by picture and understands a shop's URL", async () => {
    const { products, imageSearch, storeLinks } = connect();
    const found = await products.search("耳機", "tw", 1);
    const product = found.products[0];
    if (product === undefined) throw new Error("nothing found");
    expect(product.historyId).toBe(`${product.nindex}-${product.oid}`);
    expect((await products.history(product.historyId, 90)).points.length).toBeGreaterThan(10);
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
    const { upload } = connect();
    const request = await newUpload();
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
    const request = await newUpload();
    const bytes = Buffer.from("this is a text and no video at all");
    async function* read() {
      yield bytes;
    }
    const text = { ...request, source: { ...request.source, sizeBytes: bytes.length, read } };
    expect(await failureOf(connect().upload(text))).toMatchObject({ kind: "refused", biggoCode: 1001 });
  });

  it.each([
    ["1003", () => connect().videos.update("neighbour00001", { title: "mine now" }), 1003],
    ["1004", () => connect().videos.get("there-is-none"), 1004],
    ["1006", () => connect().videos.update("seed00001", { thumbnailTimeMs: -5 }), 1006],
    ["1007", () => connect().videos.listOf("nobody-at-all", 1), 1007],
    ["1008", () => connect().videos.update("seed00001", { products: [{ nindex: "no", oid: "no" }] }), 1008],
    ["1010", () => connect().videos.update("seed00001", {}), 1010],
  ])("%s is a refusal that is not worth another try", async (_code, call, biggoCode) => {
    expect(await failureOf(call())).toMatchObject({ kind: "refused", biggoCode, retryable: false });
  });

  it("1009 for an eleventh product", async () => {
    const { products, videos } = connect();
    const { products: found } = await products.search("a", "us", 1);
    const eleven = [...found, ...(await products.search("耳機", "tw", 1)).products].slice(0, 11);
    const call = videos.update("seed00001", { products: eleven.map(({ nindex, oid }) => ({ nindex, oid })) });
    expect((await failureOf(call)).biggoCode).toBe(1009);
  });

  it("1005 for a video that BigGo took down", async () => {
    await sandbox.control("POST", "videos/seed00002", { removed: true });
    expect((await failureOf(connect().videos.replace("seed00002", details))).biggoCode).toBe(1005);
  });

  it("understands an upload's error_type and a failure with HTTP 200", async () => {
    const other = await spawnSandbox({ args: ["--processing", "0", "--upload-error-types", "--errors-with-200"] });
    try {
      const credentials = { clientId: other.clientId, clientSecret: other.clientSecret };
      const client = createBigGoClient({ baseUrl: other.url, credentials });
      clients.push(client);
      const request = await newUpload();
      await client.upload(request);
      expect(await failureOf(client.upload(request))).toMatchObject({ biggoCode: 1002, httpStatus: 200 });
    } finally {
      await other.stop();
    }
  });
});

describe("tokens", () => {
  it("fetches one for any number of waiting calls", async () => {
    const { videos } = connect();
    const before = (await stateOf()).counts.tokensIssued;
    await Promise.all(Array.from({ length: 10 }, () => videos.listOwn(1)));
    expect((await stateOf()).counts.tokensIssued).toBe(before + 1);
  });

  it("renews one that ran out, once, for all calls that meet it", async () => {
    const { videos } = connect();
    await videos.listOwn(1);
    await sandbox.control("POST", "expire-tokens");
    const before = (await stateOf()).counts.tokensIssued;
    await Promise.all(Array.from({ length: 10 }, () => videos.listOwn(1)));
    expect((await stateOf()).counts.tokensIssued).toBe(before + 1);
  });

  it("never loops when BigGo keeps saying that it ran out", async () => {
    await sandbox.control("POST", "faults", { kind: "expired-token", times: 0 });
    const before = (await stateOf()).counts.tokensIssued;
    expect((await failureOf(connect().videos.listOwn(1))).kind).toBe("unauthorised");
    expect((await stateOf()).counts.tokensIssued).toBe(before + 2);
  });

  it("tells a wrong secret from a revoked key", async () => {
    expect((await failureOf(connect({}, "wrong").checkPermission())).kind).toBe("credentials");
    await sandbox.control("POST", "account", { revoked: true });
    expect(await failureOf(connect().checkPermission())).toMatchObject({ kind: "credentials", biggoCode: 1004 });
  });

  it("renews before the token's time is over", async () => {
    let monotonicMs = 0;
    const credentials = { clientId: sandbox.clientId, clientSecret: sandbox.clientSecret };
    const client = createBigGoClient({ baseUrl: sandbox.url, credentials, monotonicNow: () => monotonicMs });
    clients.push(client);
    await client.videos.listOwn(1);
    const before = (await stateOf()).counts.tokensIssued;
    monotonicMs = 3_500_000;
    await client.videos.listOwn(1);
    expect((await stateOf()).counts.tokensIssued).toBe(before);
    monotonicMs = 3_545_000;
    await client.videos.listOwn(1);
    expect((await stateOf()).counts.tokensIssued).toBe(before + 1);
  });
});

describe("faults", () => {
  it.each([
    ["a refused connection", { kind: "refuse" }, "network"],
    ["HTML with 200", { kind: "html" }, "not-biggo"],
    ["cut JSON", { kind: "truncated-json" }, "not-biggo"],
    ["fields of other types", { kind: "wrong-fields" }, "not-biggo"],
    ["500", { kind: "status", status: 500 }, "server"],
    ["502 with HTML", { kind: "status", status: 502, body: "<h1>Bad gateway</h1>" }, "server"],
    ["a lost answer", { kind: "drop-answer" }, "network"],
  ] as const)("%s is %s and worth another try", async (_name, fault, kind) => {
    const { videos } = connect();
    await videos.listOwn(1);
    await sandbox.control("POST", "faults", fault);
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind, retryable: true });
  });

  it("429 and 503 carry how long to wait", async () => {
    const { videos } = connect();
    await videos.listOwn(1);
    await sandbox.control("POST", "faults", { kind: "status", status: 429, retryAfter: 7 });
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind: "rate-limited", retryAfterMs: 7000 });
    await sandbox.control("POST", "faults", { kind: "status", status: 503, retryAfter: "garbage" });
    expect((await failureOf(videos.listOwn(1))).kind).toBe("server");
  });

  it("an upload without video_id in its answer has no known outcome", async () => {
    await sandbox.control("POST", "faults", { kind: "missing-id" });
    expect((await failureOf(connect().upload(await newUpload()))).kind).toBe("not-biggo");
  });

  it("recognises an early 413 while it is still sending", async () => {
    await sandbox.control("POST", "faults", { kind: "status", status: 413, early: true, match: uploads });
    let wholeBodySent = false;
    const request = await newUpload({
      sizeBytes: 60_000_000,
      beforeLastBytes: async () => {
        wholeBodySent = true;
      },
    });
    expect(await failureOf(connect().upload(request))).toMatchObject({ kind: "refused", httpStatus: 413 });
    expect(wholeBodySent).toBe(false);
  });

  it("gives up on a server that reads nothing, and on one that never answers, each by its own timer", async () => {
    await sandbox.control("POST", "faults", { kind: "stall", when: "body", match: uploads });
    const stalled = connect({ stallMs: 400, uploadAnswerMs: 60_000 });
    const large = await newUpload({ sizeBytes: 60_000_000 });
    expect(await failureOf(stalled.upload(large))).toMatchObject({ kind: "timeout", timer: "stall" });
    await sandbox.control("POST", "faults", { kind: "stall", when: "answer", match: uploads });
    const silent = connect({ stallMs: 60_000, uploadAnswerMs: 400 });
    expect(await failureOf(silent.upload(await newUpload()))).toMatchObject({ kind: "timeout", timer: "answer" });
  });
});

describe("uploads", () => {
  it("counts the bytes, and sends the last ones only after the word is given", async () => {
    const counts: number[] = [];
    let committedBefore: number | undefined;
    const beforeLastBytes = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      committedBefore = (await stateOf()).counts.uploadsCommitted;
    };
    const before = (await stateOf()).counts.uploadsCommitted;
    const onProgress = (sent: number) => void counts.push(sent);
    const request = await newUpload({ sizeBytes: 5_000_000, onProgress, beforeLastBytes });
    await connect().upload(request);
    expect(committedBefore).toBe(before);
    expect((await stateOf()).counts.uploadsCommitted).toBe(before + 1);
    expect(counts.at(-1)).toBe(5_000_000);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it("ends with the error that the word was refused with, and nothing arrives", async () => {
    const before = (await stateOf()).counts.uploadsCommitted;
    const refusal = new Error("the file changed");
    const request = await newUpload({ beforeLastBytes: () => Promise.reject(refusal) });
    await expect(connect().upload(request)).rejects.toBe(refusal);
    expect((await stateOf()).counts.uploadsCommitted).toBe(before);
  });

  it("stops within half a second of an abort", async () => {
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 1_000_000 });
    const controller = new AbortController();
    const request = await newUpload({ sizeBytes: 50_000_000, signal: controller.signal });
    const upload = connect().upload(request);
    setTimeout(() => controller.abort(), 300);
    const abortedAt = performance.now() + 300;
    expect((await failureOf(upload)).kind).toBe("aborted");
    expect(performance.now() - abortedAt).toBeLessThan(500);
  });

  it.each(['quo"te.mp4', "new\nline.mp4", "back\\slash.mp4", "開箱 🎧.mp4", `${"長".repeat(83)}.mp4`])(
    "carries the name %j by the WHATWG rule",
    async (fileName) => {
      const videoId = await connect().upload(await newUpload({ fileName }));
      const stored = (await stateOf()).videos.find((video) => video.video_id === videoId)?.file_name;
      const escaped = fileName.replaceAll("\n", "%0A").replaceAll('"', "%22");
      expect(stored).toBe(escaped);
    },
  );
});
