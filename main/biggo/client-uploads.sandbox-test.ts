import { describe, expect, it } from "vitest";
import { failureOf, prepareClient, uploads } from "./client.test-harness.ts";

const at = prepareClient();

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
    const { videos } = at.connect();
    await videos.listOwn(1);
    await at.fault(fault);
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind, retryable: true });
  });

  it("429 and 503 carry how long to wait", async () => {
    const { videos } = at.connect();
    await videos.listOwn(1);
    await at.fault({ kind: "status", status: 429, retryAfter: 7 });
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind: "rate-limited", retryAfterMs: 7000 });
    await at.fault({ kind: "status", status: 503, retryAfter: "garbage" });
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind: "rate-limited", retryAfterMs: undefined });
  });

  it("an upload without video_id in its answer has no known outcome", async () => {
    await at.fault({ kind: "missing-id" });
    expect((await failureOf(at.connect().upload(await at.newUpload()))).kind).toBe("not-biggo");
  });

  it("recognises an early 413 while it is still sending", async () => {
    await at.fault({ kind: "status", status: 413, early: true, match: uploads });
    let wholeBodySent = false;
    const request = await at.newUpload({
      sizeBytes: 60_000_000,
      beforeLastBytes: async () => {
        wholeBodySent = true;
      },
    });
    expect(await failureOf(at.connect().upload(request))).toMatchObject({ kind: "refused", httpStatus: 413 });
    expect(wholeBodySent).toBe(false);
  });

  it("hears a refusal of a server that closes at once, before a byte of the file has gone, when it listens first", async () => {
    await at.fault({ kind: "status", status: 413, early: true, close: true, times: 0, match: uploads });
    const client = at.connect();
    const counts: number[] = [];
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const onProgress = (sent: number) => void counts.push(sent);
      const request = await at.newUpload({ sizeBytes: 5_000_000, listenMs: 5000, onProgress });
      expect(await failureOf(client.upload(request))).toMatchObject({ kind: "refused", httpStatus: 413 });
    }
    expect(counts).toEqual([]);
    await at.sandbox.control("DELETE", "faults");
    const startMs = performance.now();
    await client.upload(await at.newUpload({ listenMs: 300 }));
    expect(performance.now() - startMs).toBeGreaterThan(300);
  });

  it("gives up on a server that reads nothing, and on one that never answers, each by its own timer", async () => {
    await at.fault({ kind: "stall", when: "body", match: uploads });
    const stalled = at.connect({ timers: { stallMs: 400, uploadAnswerMs: 60_000 } });
    const large = await at.newUpload({ sizeBytes: 60_000_000 });
    expect(await failureOf(stalled.upload(large))).toMatchObject({ kind: "timeout", timer: "stall" });
    await at.fault({ kind: "stall", when: "answer", match: uploads });
    const silent = at.connect({ timers: { stallMs: 60_000, uploadAnswerMs: 400 } });
    expect(await failureOf(silent.upload(await at.newUpload()))).toMatchObject({ kind: "timeout", timer: "answer" });
  });
});

describe("uploads", () => {
  it("counts the bytes, and sends the last ones only after the word is given", async () => {
    const counts: number[] = [];
    let committedBefore: number | undefined;
    const beforeLastBytes = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      committedBefore = (await at.sandbox.state()).counts.uploadsCommitted;
    };
    const before = (await at.sandbox.state()).counts.uploadsCommitted;
    const onProgress = (sent: number) => void counts.push(sent);
    const request = await at.newUpload({ sizeBytes: 5_000_000, onProgress, beforeLastBytes });
    await at.connect().upload(request);
    expect(committedBefore).toBe(before);
    expect((await at.sandbox.state()).counts.uploadsCommitted).toBe(before + 1);
    expect(counts.at(-1)).toBe(5_000_000);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it("ends with the error that the word was refused with, and nothing arrives", async () => {
    const before = (await at.sandbox.state()).counts.uploadsCommitted;
    const refusal = new Error("the file changed");
    const request = await at.newUpload({ beforeLastBytes: () => Promise.reject(refusal) });
    await expect(at.connect().upload(request)).rejects.toBe(refusal);
    expect((await at.sandbox.state()).counts.uploadsCommitted).toBe(before);
  });

  it("stops within half a second of an abort", async () => {
    await at.fault({ kind: "slow-read", bytesPerSecond: 1_000_000 });
    const controller = new AbortController();
    const request = await at.newUpload({ sizeBytes: 50_000_000, signal: controller.signal });
    const upload = at.connect().upload(request);
    setTimeout(() => controller.abort(), 300);
    const abortedAt = performance.now() + 300;
    expect((await failureOf(upload)).kind).toBe("aborted");
    expect(performance.now() - abortedAt).toBeLessThan(500);
  });

  it("stops within half a second of an abort while it waits for a token", async () => {
    await at.fault({ kind: "delay", ms: 3000, match: { path: "^/auth/" } });
    const controller = new AbortController();
    const upload = at.connect().upload(await at.newUpload({ signal: controller.signal }));
    setTimeout(() => controller.abort(), 200);
    const abortedAt = performance.now() + 200;
    expect((await failureOf(upload)).kind).toBe("aborted");
    expect(performance.now() - abortedAt).toBeLessThan(500);
  });

  it.each(['quo"te.mp4', "new\nline.mp4", "back\\slash.mp4", "開箱 🎧.mp4", `${"長".repeat(83)}.mp4`])(
    "carries the name %j by the WHATWG rule",
    async (fileName) => {
      const videoId = await at.connect().upload(await at.newUpload({ fileName }));
      const stored = (await at.sandbox.state()).videos.find((video) => video.video_id === videoId)?.file_name;
      const escaped = fileName.replaceAll("\n", "%0A").replaceAll('"', "%22");
      expect(stored).toBe(escaped);
    },
  );
});
