import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { publishedAnswers } from "./published-models.test-harness.ts";
import { type ApiResponse, callWithoutToken, requestToken, signIn } from "./test-client.ts";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "./testing.ts";

/** Checks an answer against a published model and returns it. */
function expectAnswer<T>(model: z.ZodType<T>, { body }: ApiResponse): T {
  const parsed = model.safeParse(body);
  if (!parsed.success) throw new Error(`${parsed.error.message}\n${JSON.stringify(body).slice(0, 2000)}`);
  return parsed.data;
}

describe.each([0, 1500])("every answer of the sandbox at --processing %i", (processingMs) => {
  let sandbox: SpawnedSandbox;
  let client: Awaited<ReturnType<typeof signIn>>;
  let videoId = "";
  beforeAll(async () => {
    sandbox = await spawnSandbox({ args: ["--processing", String(processingMs), "--videos", "25"] });
    client = await signIn(sandbox);
    const clip = join(sandbox.dir, "clip.mp4");
    await makeVideo(clip, { seed: processingMs + 1 });
    videoId = expectAnswer(publishedAnswers.upload, await client.upload(clip)).video_id;
  });
  afterAll(() => sandbox.stop());

  /** Reads the uploaded video by id and in the listing, and returns the first. */
  const read = async () => {
    const { user_video } = expectAnswer(publishedAnswers.listing, await client.call("GET", "user/self/video/?p=1"));
    const [video] = expectAnswer(publishedAnswers.video, await client.call("GET", `video/${videoId}`)).video;
    const listed = user_video.data.find(({ video_id }) => video_id === videoId);
    expect(listed?.video_id).toBe(videoId);
    return { single: video, listed };
  };

  it("matches the published models at every stage of a video", async () => {
    const stages: string[] = [];
    for (let isComplete = false; !isComplete; ) {
      const { single, listed } = await read();
      isComplete = single?.status.process_status === 13 && listed?.status.process_status === 13;
      stages.push(`${single?.status.process_status} ${single?.meta === null ? "without" : "with"} meta`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const expected = processingMs === 0 ? ["13 with meta"] : ["0 without meta", "13 with meta"];
    expect([...new Set(stages)]).toEqual(expected);
  });

  it("matches them after changes, a failed conversion and a removal", async () => {
    const search = await callWithoutToken(sandbox, "GET", "/api/v1/spa/search/Sony/product");
    const [found] = expectAnswer(publishedAnswers.search, search).list;
    const product_list = [{ nindex: found?.nindex, oid: found?.oid }];
    const all = { title: "t", description: "d", access: 1, product_list, thumbnail_time: 200 };
    expectAnswer(publishedAnswers.changed, await client.call("POST", `video/${videoId}`, { body: all }));
    expectAnswer(publishedAnswers.changed, await client.call("PATCH", `video/${videoId}`, { body: { access: 2 } }));
    expect((await read()).single).toMatchObject({ product_count: 1, access: 2, is_edited: true });
    await sandbox.control("POST", `videos/${videoId}`, { failed: true });
    expect((await read()).single).toMatchObject({ meta: null, status: { processing: false, process_status: 0 } });
    await sandbox.control("POST", `videos/${videoId}`, { removed: true });
    expectAnswer(publishedAnswers.failure, await client.call("GET", `video/${videoId}`));
  });

  it("matches them for videos with products, other users and an empty page", async () => {
    for (const path of ["self/video/?p=2", "self/video/?p=99", "self/video/?tab=like_video", "unknown/video/"]) {
      const answer = await client.call("GET", `user/${path}`);
      expectAnswer<unknown>(path.startsWith("unknown") ? publishedAnswers.failure : publishedAnswers.listing, answer);
    }
    const { videos } = await sandbox.state();
    for (const { video_id } of videos.filter(({ removed, deleted, access }) => !removed && !deleted && access === 0)) {
      expectAnswer(publishedAnswers.video, await client.call("GET", `video/${video_id}`));
    }
  });

  it("matches them for the account, products and pictures, and failures", async () => {
    expectAnswer(publishedAnswers.token, await requestToken(sandbox));
    expectAnswer(publishedAnswers.permission, await client.call("POST", "video_auth/self"));
    const { list } = expectAnswer(publishedAnswers.search, await client.call("GET", "spa/search/Sony/product?p=1"));
    const body = { days: 30, history_id: list[0]?.history_id };
    expectAnswer(publishedAnswers.history, await client.call("POST", "spa/product/history", { body }));
    const form = new FormData();
    form.append("image", new Blob([new Uint8Array([1, 2, 3])]), "a.png");
    const { key } = expectAnswer(
      publishedAnswers.image,
      await client.call("POST", "spa/imagesearch/image", { body: form }),
    );
    const similar = { image_id: key, v: 4, region: "tw" };
    expectAnswer(publishedAnswers.similar, await client.call("POST", "search/similar_image", { body: similar }));
    for (const [method, path] of [
      ["GET", "video/none"],
      ["DELETE", "video/none"],
      ["POST", "spa/product/history"],
    ] as const) {
      expectAnswer(publishedAnswers.failure, await client.call(method, path));
    }
    const own = (await sandbox.ownVideos())[0]?.video_id;
    expectAnswer(publishedAnswers.deleted, await client.call("DELETE", `video/${own}`));
  });
});
