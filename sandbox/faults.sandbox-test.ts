import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { FaultSpec } from "./fault-spec.ts";
import { signIn } from "./test-client.ts";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "./testing.ts";

let sandbox: SpawnedSandbox;
let client: Awaited<ReturnType<typeof signIn>>;
let seed = 0;

async function newClip(sizeBytes?: number): Promise<string> {
  seed += 1;
  const path = join(sandbox.dir, `clip-${seed}.mp4`);
  await makeVideo(path, { seed, ...(sizeBytes && { sizeBytes }) });
  return path;
}

const add = (spec: FaultSpec) => sandbox.control("POST", "faults", spec);
const listing = () => client.call("GET", "user/self/video/");

const committed = async () => (await sandbox.state()).counts.uploadsCommitted;

beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  client = await signIn(sandbox);
});

beforeEach(async () => {
  await sandbox.control("DELETE", "faults");
});

afterAll(() => sandbox.stop());

describe("injected faults", () => {
  it("refuse: resets the connection on the headers, as often as specified", async () => {
    await add({ kind: "refuse", times: 2 });
    await expect(listing()).rejects.toThrow();
    await expect(listing()).rejects.toThrow();
    expect((await listing()).status).toBe(200);
  });

  it("reset: cuts an upload midway and commits nothing", async () => {
    const clip = await newClip(8_000_000);
    const before = await sandbox.state();
    await add({ kind: "reset", percent: 50 });
    await expect(client.upload(clip)).rejects.toThrow();
    const after = await sandbox.state();
    expect(after.counts.uploadsCommitted).toBe(before.counts.uploadsCommitted);
    const received = after.counts.bytesReceived - before.counts.bytesReceived;
    expect(received).toBeGreaterThan(3_000_000);
    expect(received).toBeLessThan(4_100_000);
    // The client sees the reset before the server has cleaned up.
    await vi.waitFor(async () => expect(await readdir(join(sandbox.dir, "incoming"))).toEqual([]));
    expect((await client.upload(clip)).body.result).toBe(true);
  });

  it("reset at 100 %: receives every byte and still commits nothing", async () => {
    const before = await committed();
    await add({ kind: "reset", percent: 100 });
    await expect(client.upload(await newClip())).rejects.toThrow();
    await sleep(50);
    expect(await committed()).toBe(before);
  });

  it("drop-answer: commits without responding, so a second upload is a repeat", async () => {
    const clip = await newClip();
    const before = await committed();
    await add({ kind: "drop-answer", match: { method: "POST", path: "^/api/v1/video/?$" } });
    await expect(client.upload(clip)).rejects.toThrow();
    expect(await committed()).toBe(before + 1);
    expect((await client.upload(clip)).body.error?.code).toBe(1002);
  });

  it("delay: responds late", async () => {
    await add({ kind: "delay", ms: 250 });
    const start = performance.now();
    expect((await listing()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(240);
  });

  it("slow-read: reads the body at the given rate", async () => {
    await add({ kind: "slow-read", bytesPerSecond: 2_000_000 });
    const start = performance.now();
    expect((await client.upload(await newClip(1_000_000))).body.result).toBe(true);
    expect(performance.now() - start).toBeGreaterThan(400);
  });

  it("status: responds after the body, before it, or after the work is committed", async () => {
    const before = await sandbox.state();
    await add({ kind: "status", status: 503, retryAfter: 9, body: { result: false } });
    const late = await client.upload(await newClip());
    expect(late).toMatchObject({ status: 503, body: { result: false } });
    expect(late.headers.get("retry-after")).toBe("9");
    await add({ kind: "status", status: 413, early: true });
    expect((await client.upload(await newClip())).status).toBe(413);
    expect(await committed()).toBe(before.counts.uploadsCommitted);
    await add({ kind: "status", status: 502, committed: true });
    expect((await client.upload(await newClip())).status).toBe(502);
    expect(await committed()).toBe(before.counts.uploadsCommitted + 1);
  });

  it("close: ends the connection after an early response, while the body is still arriving", async () => {
    await add({ kind: "status", status: 413, early: true, close: true });
    const clip = await newClip(20_000_000);
    const outcome = await client.upload(clip).then(
      (response) => response.status,
      () => "broken",
    );
    expect([413, "broken"]).toContain(outcome);
    expect((await client.upload(clip)).body.result).toBe(true);
  });

  it("html: responds with a captive portal's page and 200", async () => {
    await add({ kind: "html" });
    const response = await listing();
    expect(response.status).toBe(200);
    expect(response.body).toContain("<html>");
  });

  it("truncated-json: cuts the response and sends the shortened length", async () => {
    await add({ kind: "truncated-json" });
    await expect(listing()).rejects.toThrow(/JSON/);
  });

  it("missing-id: commits the upload and omits its id", async () => {
    const before = await committed();
    await add({ kind: "missing-id" });
    expect((await client.upload(await newClip())).body).toEqual({ result: true });
    expect(await committed()).toBe(before + 1);
  });

  it("expired-token, error and wrong-fields: respond as specified", async () => {
    await add({ kind: "expired-token" });
    expect(await listing()).toMatchObject({ status: 401, body: { error: { code: 4 } } });
    await add({ kind: "error", code: 1007, status: 404 });
    expect(await listing()).toMatchObject({ status: 404, body: { result: false, error: { code: 1007 } } });
    await add({ kind: "wrong-fields" });
    const { body } = await listing();
    expect(body).toMatchObject({ result: true, is_owner: "yes", user_video: { size: { value: expect.any(Number) } } });
  });

  it.each(["body", "answer"] as const)("stall (%s): never responds", async (when) => {
    const before = await committed();
    await add({ kind: "stall", when, match: { method: "POST", path: "^/api/v1/video/?$" } });
    const clip = await newClip();
    const winner = await Promise.race([client.upload(clip).catch(() => "failed"), sleep(600, "silence")]);
    expect(winner).toBe("silence");
    expect(await committed()).toBe(when === "answer" ? before + 1 : before);
  });

  it("listing-lag: hides a new video from listings only, for the given time", async () => {
    await add({ kind: "listing-lag", ms: 700 });
    const { video_id: id } = (await client.upload(await newClip())).body;
    const ids = async () => (await listing()).body.user_video.data.map((video: { video_id: string }) => video.video_id);
    expect(await ids()).not.toContain(id);
    expect((await client.call("GET", `video/${id}`)).status).toBe(200);
    await sleep(750);
    expect(await ids()).toContain(id);
  });

  it("accepts faults on the command line and rejects malformed ones", async () => {
    const other = await spawnSandbox({ args: ["--fault", '{"kind":"error","code":1007}'] });
    try {
      const session = await signIn(other);
      expect(session.token).toBe("undefined");
      await expect(other.control("POST", "faults", { kind: "rain" })).rejects.toThrow("400");
    } finally {
      await other.stop();
    }
  });
});
