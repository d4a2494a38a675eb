import { describe, expect, it } from "vitest";
import { failureOf, prepareClient, uploads } from "./client.test-harness.ts";
import { BigGoCode } from "./codes.ts";
import { DetailsNotSavedError } from "./details-not-saved-error.ts";

const fixture = prepareClient();

async function storedVideo(videoId: string) {
  return (await fixture.sandbox.state()).videos.find((video) => video.video_id === videoId);
}

describe("uploadFile", () => {
  it("uploads a file and saves its details", async () => {
    const client = fixture.connectLibrary();
    const [product] = (await client.products.search("耳機", "tw", 1)).products;
    if (product === undefined) throw new Error("no product was found");
    const products = [{ nindex: product.nindex, oid: product.oid }];
    const progress: number[] = [];
    const path = await fixture.newFile({ sizeBytes: 3_000_000, name: "開箱.mp4" });
    const details = {
      title: "開箱",
      description: "first",
      access: "unlisted",
      products,
      thumbnailTimeMs: 500,
    } as const;
    const onProgress = (sentBytes: number) => void progress.push(sentBytes);
    const videoId = await client.uploadFile(path, { ...details, products }, { onProgress });

    expect(progress.at(-1)).toBe(3_000_000);
    expect(await storedVideo(videoId)).toMatchObject({ title: "開箱", file_name: "開箱.mp4" });
    const { video } = await client.videos.get(videoId);
    expect(video).toMatchObject({ description: "first", access: "unlisted", productCount: 1, isMyVideo: true });
    expect(video.productList[0]).toMatchObject({ index: product.nindex, id: product.oid, currency: "TWD" });
  });

  it("rejects with duplicateVideo for a file that BigGo has", async () => {
    const client = fixture.connectLibrary();
    const path = await fixture.newFile();
    await client.uploadFile(path);
    expect(await failureOf(client.uploadFile(path))).toMatchObject({ biggoCode: BigGoCode.duplicateVideo });
  });

  it("rejects with the id of the video when its details are refused", async () => {
    const client = fixture.connectLibrary();
    const products = [{ nindex: "no", oid: "no" }];
    const failure = await client.uploadFile(await fixture.newFile(), { products }).catch((error: unknown) => error);
    if (!(failure instanceof DetailsNotSavedError)) throw failure;
    expect(failure.cause).toMatchObject({ biggoCode: BigGoCode.productNotFound });
    expect(await storedVideo(failure.videoId)).toBeDefined();
    await client.videos.update(failure.videoId, { title: "saved later" });
    expect(await storedVideo(failure.videoId)).toMatchObject({ title: "saved later" });
  });

  it("sends the whole file again with a new token when BigGo refused the first early", async () => {
    const client = fixture.connectLibrary();
    await fixture.fault({ kind: "expired-token", early: true, match: uploads });
    const before = (await fixture.sandbox.state()).counts.tokensIssued;
    const videoId = await client.uploadFile(await fixture.newFile({ sizeBytes: 60_000_000 }));
    expect(await storedVideo(videoId)).toBeDefined();
    expect((await fixture.sandbox.state()).counts.tokensIssued).toBe(before + 2);
  });

  it("stops on abort, and no video is created", async () => {
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 1_000_000 });
    const before = (await fixture.sandbox.state()).counts.uploadsCommitted;
    const path = await fixture.newFile({ sizeBytes: 50_000_000 });
    const uploading = fixture.connectLibrary().uploadFile(path, {}, { signal: AbortSignal.timeout(300) });
    expect((await failureOf(uploading)).kind).toBe("aborted");
    expect((await fixture.sandbox.state()).counts.uploadsCommitted).toBe(before);
  });

  it("keeps memory flat for a large file", async () => {
    const client = fixture.connectLibrary();
    const path = await fixture.newFile({ sizeBytes: 300_000_000 });
    const before = process.memoryUsage.rss();
    let maxRss = 0;
    const onProgress = () => {
      maxRss = Math.max(maxRss, process.memoryUsage.rss());
    };
    await client.uploadFile(path, {}, { onProgress });
    expect(maxRss - before).toBeLessThan(150_000_000);
  });
});

describe("videos", () => {
  it("iterates over all own videos, each once", async () => {
    const client = fixture.connectLibrary();
    const ids: string[] = [];
    for await (const video of client.videos.all()) ids.push(video.videoId);
    const own = (await fixture.sandbox.ownVideos()).map(({ video_id }) => video_id);
    expect(ids.toSorted()).toEqual(own.toSorted());
    expect(ids.length).toBeGreaterThan(40);
  });

  it("iterates over another user's videos", async () => {
    const client = fixture.connectLibrary();
    const { user } = await client.videos.get("neighbour00001");
    if (user === null) throw new Error("the response has no user");
    const names = new Set<string>();
    for await (const video of client.videos.allOf(user.userid)) names.add(video.atUserid);
    expect(names).toEqual(new Set(["neighbour.lab"]));
  });

  it("deletes every video that an iteration yields", async () => {
    const client = fixture.connectLibrary();
    for await (const { videoId } of client.videos.all()) await client.videos.remove(videoId);
    expect((await client.videos.listOwn(1)).size).toBe(0);
  });

  it("ends an iteration when its signal aborts", async () => {
    const { videos } = fixture.connectLibrary();
    expect((await failureOf(videos.all({ signal: AbortSignal.abort() }).next())).kind).toBe("aborted");
  });

  it("returns a video with its owner, and a listing with its user and counts", async () => {
    const client = fixture.connectLibrary();
    const { video, user, size } = await client.videos.get("neighbour00001");
    expect({ size, name: video.name, isMyVideo: video.isMyVideo }).toEqual({
      size: 1,
      name: user?.name,
      isMyVideo: false,
    });
    expect(video.meta?.lengthSeconds).toBeGreaterThan(0);
    expect(user).toMatchObject({ atUserid: "neighbour.lab", followerCount: 128, isMyVideo: false });
    expect(user?.personalUrls).toHaveLength(1);
    const listing = await client.videos.listLiked(1);
    expect(listing.isOwner).toBe(true);
    expect(listing.counts).toMatchObject({ followers: 128, likes: 3406 });
    expect(await client.users.get(video.userid)).toMatchObject({ atUserid: "neighbour.lab", name: video.name });
  });
});

describe("request", () => {
  it("makes an authenticated call and resolves with the envelope", async () => {
    const client = fixture.connectLibrary();
    const envelope = await client.request({ method: "GET", path: "user/self/video/", query: { p: 1 } });
    expect(envelope).toMatchObject({ result: true, user_video: { data: expect.any(Array) } });
    const videoId = await client.uploadFile(await fixture.newFile());
    await client.request({ method: "PATCH", path: `video/${videoId}`, json: { title: "by request" } });
    expect(await storedVideo(videoId)).toMatchObject({ title: "by request" });
  });

  it("renews an expired token", async () => {
    const client = fixture.connectLibrary();
    const request = { method: "GET", path: "user/self/video/" } as const;
    await client.request(request);
    await fixture.sandbox.control("POST", "expire-tokens");
    expect(await client.request(request)).toMatchObject({ result: true });
  });

  it("rejects with BigGo's code and the body of the failure", async () => {
    const failure = await failureOf(fixture.connectLibrary().request({ method: "GET", path: "video/no-such-video" }));
    expect(failure).toMatchObject({ kind: "refused", biggoCode: BigGoCode.videoNotFound });
    expect(failure.response).toMatchObject({ result: false, error: { code: BigGoCode.videoNotFound } });
  });
});

describe("hasPermission", () => {
  it("is whether the account may upload", async () => {
    expect(await fixture.connectLibrary().hasPermission()).toBe(true);
    await fixture.sandbox.control("POST", "account", { permission: false });
    expect(await fixture.connectLibrary().hasPermission()).toBe(false);
  });

  it("rejects when the credentials are wrong", async () => {
    const credentials = { clientId: fixture.sandbox.clientId, clientSecret: "wrong" };
    expect((await failureOf(fixture.connectLibrary({ credentials }).hasPermission())).kind).toBe("credentials");
  });
});
