import { readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callWithoutToken, signIn } from "./test-client.ts";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "./testing.ts";

let sandbox: SpawnedSandbox;
let client: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "3", "--accept-anything"] });
  client = await signIn(sandbox);
});

afterAll(() => sandbox.stop());

async function uploaded(seed: number, sizeBytes?: number): Promise<{ id: string; path: string }> {
  const path = join(sandbox.dir, `clip-${seed}.mp4`);
  await makeVideo(path, { seed, ...(sizeBytes && { sizeBytes }) });
  const { body } = await client.upload(path);
  return { id: String(body.video_id), path };
}

async function videoOf(id: string) {
  return (await client.call("GET", `video/${id}`)).body.video[0];
}

describe("sandbox server", () => {
  it("keeps videos, tokens, credentials and switches across a crash", async () => {
    const { id } = await uploaded(1);
    const edit = { title: "夜拍", description: "d", access: "private", thumbnail_time: 900 };
    expect((await client.call("POST", `video/${id}`, { body: edit })).body).toEqual({ result: true, data: [] });
    await writeFile(join(sandbox.dir, "incoming", "half.part"), "half");
    await sandbox.kill();
    await sandbox.restart();
    expect(await videoOf(id)).toMatchObject({ description: "d", access: 1, limit: 1, is_private: true });
    const { videos } = await sandbox.state();
    expect(videos.find((video) => video.video_id === id)).toMatchObject({ title: "夜拍", thumbnail_ms: 900 });
    expect(await readdir(join(sandbox.dir, "incoming"))).toEqual([]);
    expect((await client.call("GET", "user/self/video/")).body.user_video.size).toBe(4);
  });

  it("serves videos with byte ranges, and no origin of a web page", async () => {
    const { id, path } = await uploaded(2);
    const { mp4 } = (await videoOf(id)).meta.download;
    const bytes = await readFile(path);
    const part = await fetch(mp4, { headers: { range: "bytes=100-199" } });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 100-199/${bytes.length}`);
    expect(part.headers.get("content-type")).toBe("video/mp4");
    expect(part.headers.has("access-control-allow-origin")).toBe(false);
    expect((await fetch(mp4, { headers: { origin: "https://example.com" } })).status).toBe(403);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
    expect(Buffer.from(await (await fetch(mp4)).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await fetch(mp4, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);
    expect((await fetch(mp4, { method: "HEAD" })).headers.get("content-length")).toBe(String(bytes.length));
  });

  it("serves pictures with their content types", async () => {
    const { id } = await uploaded(3);
    const { meta, profileimg } = await videoOf(id);
    const typeOf = async (url: string) => (await fetch(url)).headers.get("content-type");
    expect(["image/jpeg", "image/png"]).toContain(await typeOf(meta.cover_image));
    expect(await typeOf(profileimg)).toBe("image/svg+xml");
    const seeded = await videoOf("seed00001");
    expect(await typeOf(seeded.meta.cover_image)).toBe("image/png");
  });

  it("handles concurrent uploads and commits identical ones once", async () => {
    const [a, b] = await Promise.all([uploaded(4, 3_000_000), uploaded(5, 3_000_000)]);
    expect(a.id).not.toBe(b.id);
    const twin = join(sandbox.dir, "twin.mp4");
    await makeVideo(twin, { seed: 6, sizeBytes: 2_000_000 });
    const responses = await Promise.all([client.upload(twin), client.upload(twin)]);
    expect(responses.map((response) => response.body.error?.code ?? 0).toSorted()).toEqual([0, 1002]);
  });

  it("accepts a file of zeros with --accept-anything", async () => {
    const zeros = join(sandbox.dir, "zeros.mp4");
    await writeFile(zeros, "");
    await truncate(zeros, 20_000_000);
    const { video_id: id } = (await client.upload(zeros)).body;
    expect((await videoOf(id)).meta).toMatchObject({ length: 0, iso8601_length: "PT0S" });
  });

  it("makeVideo writes files of the given size that differ by seed", async () => {
    const paths = [1, 2].map((seed) => join(sandbox.dir, `made-${seed}.mp4`));
    for (const [seed, path] of paths.entries()) await makeVideo(path, { seed, sizeBytes: 2_500_000 });
    const [first, second] = await Promise.all(paths.map((path) => readFile(path)));
    expect((await stat(paths[0] ?? "")).size).toBe(2_500_000);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  });

  it("keeps a video processing for the configured time, and can fail it", async () => {
    await sandbox.control("POST", "processing", { ms: 60_000 });
    const { id } = await uploaded(7);
    expect(await videoOf(id)).toMatchObject({ status: { processing: true, process_status: 0 }, meta: null });
    expect((await client.call("GET", "user/self/video/")).body.is_processing).toEqual([id]);
    await sandbox.control("POST", "processing", { ms: 0 });
    expect(await videoOf(id)).toMatchObject({ status: { processing: false, process_status: 13 } });
    await sandbox.control("POST", `videos/${id}`, { failed: true });
    expect(await videoOf(id)).toMatchObject({ status: { process_status_kw: ["transcode error"] }, meta: null });
  });

  it("serves product search, price history, store look-ups and image search", async () => {
    const search = (page: number) =>
      callWithoutToken(sandbox, "GET", `/api/v1/spa/search/Sony/product?p=${page}`, { headers: { site: "biggo.jp" } });
    const { body } = await search(1);
    expect(body).toMatchObject({ result: true, total: expect.any(Number), low_price: expect.any(Number) });
    expect(body.list[0].store.name).toBeTruthy();
    expect((await search(body.total_page + 1)).body.list).toEqual([]);
    const { history_id, purl, nindex } = body.list[0];
    const history = await callWithoutToken(sandbox, "POST", "/api/v1/spa/product/history", {
      body: { days: 30, history_id },
    });
    expect(history.body.price_history).toHaveLength(30);
    const lookup = `/api/store.php?method=domain_lookup&domain=${encodeURIComponent(purl)}`;
    expect((await callWithoutToken(sandbox, "GET", lookup)).body.biggo).toEqual([{ id: nindex, region: "jp" }]);
    const rules = await callWithoutToken(sandbox, "GET", "/api/eclist.php");
    expect(rules.body).toMatchObject({ data: { jp: { [nindex]: { match: expect.anything() } } } });
    const form = new FormData();
    form.append("image", new Blob([new Uint8Array([1, 2, 3])]), "a.png");
    const { key } = (await callWithoutToken(sandbox, "POST", "/api/v1/spa/imagesearch/image", { body: form })).body;
    const similar = await callWithoutToken(sandbox, "POST", "/api/v1/search/similar_image", {
      body: { image_id: key, v: 4 },
    });
    expect(similar.body.list.length).toBeGreaterThan(5);
    expect(similar.body.list[0]).toMatchObject({ id: expect.any(String), index: expect.any(String) });
  });

  it("starts with 10,000 videos within 8 seconds", async () => {
    const start = performance.now();
    const big = await spawnSandbox({ args: ["--videos", "10000"] });
    try {
      expect(performance.now() - start).toBeLessThan(8000);
      const other = await signIn(big);
      const last = await other.call("GET", "user/self/video/?p=500");
      expect(last.body.user_video).toMatchObject({ size: 10_000, data: { length: 20 } });
    } finally {
      await big.stop();
    }
  });

  it("rejects control calls from web pages and refuses to serve beyond loopback", async () => {
    const headers = { origin: "https://example.com" };
    for (const path of ["/_control/state", "/%5fcontrol/state", "//_control/state"]) {
      expect((await callWithoutToken(sandbox, "GET", path)).status).toBe(200);
      expect((await callWithoutToken(sandbox, "GET", path, { headers })).status).toBe(403);
    }
    await expect(spawnSandbox({ args: ["--host", "0.0.0.0"] })).rejects.toThrow("code 1");
  });
});
