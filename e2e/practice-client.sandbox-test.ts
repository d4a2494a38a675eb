import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createBigGoClient } from "../main/biggo/index.ts";
import { secrets, startPractice, stopPractice } from "../sandbox/practice-process.test-harness.ts";
import { makeVideo } from "../sandbox/testing.ts";

describe.each(["socket", "port"] as const)("the client at the practice server (%s)", (transport) => {
  it("gets calls, films and pictures, and uploads, through no proxy", async () => {
    const folder = await mkdtemp(join(tmpdir(), "biggo-practice-"));
    const options = { dir: folder, transport, ...secrets, processingMs: 0, videos: 0 };
    const { child, message: server } = await startPractice(options);
    onTestFinished(async () => {
      await stopPractice(child);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    });
    const { clientId, clientSecret, accessKey } = secrets;
    const localServer = { socketPath: server.socketPath, accessKey };
    const proxied: string[] = [];
    const client = createBigGoClient({
      ...{ baseUrl: server.url, credentials: { clientId, clientSecret }, localServer },
      async resolveProxy(url) {
        proxied.push(url);
        return ["http://127.0.0.1:1"];
      },
    });
    const clip = join(folder, "clip.mp4");
    await makeVideo(clip, { seed: 1, sizeBytes: 3_000_000 });
    const id = await client.uploadFile(clip, { title: "t", description: "", access: "private" });
    const { video } = await client.videos.get(id);
    const { meta } = video;
    const open = async (url: string) => {
      const { statusCode, body } = await client.openMedia(url, { range: null, signal: new AbortController().signal });
      return { statusCode, bytes: Buffer.from(await body.arrayBuffer()) };
    };
    const film = await open(meta?.download?.mp4 ?? "");
    expect(film.bytes.equals(await readFile(clip))).toBe(true);
    expect((await open(meta?.coverImage ?? "")).statusCode).toBe(200);
    expect((await client.products.search("Sony", "jp", 1)).products.length).toBeGreaterThan(0);
    expect(proxied).toEqual([]);
    await client.close();
  });
});
