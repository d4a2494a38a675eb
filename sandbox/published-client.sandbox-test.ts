import { rm } from "node:fs/promises";
import { join } from "node:path";
import { api, auth, VideoProcessStatus, VideoVisibility } from "biggo-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "./testing.ts";

const published = "https://api.biggo.com";
let sandbox: SpawnedSandbox;
let clip: string;

/**
 * The published client accepts no other host: its constructor overwrites it with BigGo's own. Its fetch function is
 * replaceable, so requests are redirected there.
 */
function publishedClient(secret = sandbox.clientSecret) {
  const client = auth.getJWTClient({ client_id: sandbox.clientId, client_secret: secret });
  const open = client as unknown as { fetch: (url: string, init: unknown) => Promise<unknown> };
  const original = open.fetch;
  open.fetch = (url, init) => original(url.replace(published, sandbox.url), init);
  return client;
}

describe.each([0, 1500])("published biggo-api client at --processing %i", (processingMs) => {
  beforeAll(async () => {
    sandbox = await spawnSandbox({ args: ["--processing", String(processingMs), "--videos", "25"] });
    clip = join(sandbox.dir, "clip.mp4");
  });

  afterAll(async () => {
    await rm(clip, { force: true });
    await sandbox.stop();
  });

  it("uploads, gets, updates and deletes a video", async () => {
    await makeVideo(clip, { seed: 1 });
    const video = api.video({ client: publishedClient() });
    const products = [{ nindex: "tw_ec_momoshop", oid: "" }];
    const found = await fetch(`${sandbox.url}/api/v1/spa/search/Sony/product`, { headers: { region: "tw" } });
    Object.assign(products[0] ?? {}, ((await found.json()) as { list: { nindex: string; oid: string }[] }).list[0]);
    const chosen = products.map(({ nindex, oid }) => ({ nindex, oid }));

    const params = { title: "開箱", description: "第一支", access: VideoVisibility.Unlisted, thumbnailTime: 500 };
    const id = String(await video.upload({ file: clip, ...params, products: chosen.slice() }));
    const uploaded = await video.get(id);
    const isComplete = uploaded?.status.process_status === VideoProcessStatus.COMPLETE;
    expect(uploaded?.meta === null).toBe(!isComplete);
    await new Promise((resolve) => setTimeout(resolve, processingMs));
    const info = await video.get(id);
    expect(info).toMatchObject({ video_id: id, description: "第一支", access: 2, product_count: 1, is_myvideo: true });
    expect(info?.product_list[0]).toMatchObject({ index: chosen[0]?.nindex, id: chosen[0]?.oid });
    expect(info?.status.process_status).toBe(VideoProcessStatus.COMPLETE);
    expect(info?.meta.length).toBeGreaterThan(0);

    expect(await video.update(id, { description: "改過" })).toBe(true);
    expect(await video.get(id)).toMatchObject({ description: "改過", is_edited: true, product_count: 1 });
    expect(await video.upload({ file: clip, title: "", description: "", access: "public" })).toBeUndefined();
    expect(await video.delete(id)).toBe(true);
    expect(await video.get(id)).toBeUndefined();
  });

  it("pages through the account's videos", async () => {
    const user = api.user({ client: publishedClient() });
    const [first, second, third] = [await user.getVideos(1), await user.getVideos(2), await user.getVideos(3)];
    expect(first).toMatchObject({ size: 25 });
    expect([first.data.length, second.data.length, third.data.length]).toEqual([20, 5, 0]);
    const ids = [...first.data, ...second.data].map((video) => video.video_id);
    expect(new Set(ids).size).toBe(25);
    const times = [...first.data, ...second.data].map((video) => video.timestamp);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const liked = await user.getLikeVideos();
    expect(liked.data.length).toBe(Math.min(20, liked.size));
    expect(new Set(liked.data.map((video) => video.at_userid))).toEqual(new Set(["neighbour.lab"]));
    expect(await user.get()).toMatchObject({ is_owner: true, user: { at_userid: "kaixiang.lab" } });
  });

  it("renews an expired token but resends the old one, so only its next call succeeds", async () => {
    const user = api.user({ client: publishedClient() });
    await user.getVideos(1);
    await sandbox.control("POST", "expire-tokens");
    await expect(user.getVideos(1)).rejects.toThrow("jwt expired");
    expect((await user.getVideos(1)).size).toBe(25);
  });

  it("rejects a wrong secret", async () => {
    const user = api.user({ client: publishedClient("wrong") });
    await expect(user.getVideos(1)).rejects.toThrow();
  });
});
