import { describe, expect, it } from "vitest";
import { failureOf, prepareClient, uploads } from "./client.test-harness.ts";

const fixture = prepareClient();

describe("faults", () => {
  it.each([
    ["a refused connection", { kind: "refuse" }, "network"],
    ["HTML with 200", { kind: "html" }, "not-biggo"],
    ["cut JSON", { kind: "truncated-json" }, "not-biggo"],
    ["fields of other types", { kind: "wrong-fields" }, "not-biggo"],
    ["500", { kind: "status", status: 500 }, "server"],
    ["502 with HTML", { kind: "status", status: 502, body: "<h1>Bad gateway</h1>" }, "server"],
    ["a lost response", { kind: "drop-answer" }, "network"],
  ] as const)("maps %s to %s, which is retryable", async (_name, fault, kind) => {
    const { videos } = fixture.connect();
    await videos.listOwn(1);
    await fixture.fault(fault);
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind, retryable: true });
  });

  it("reports how long a 429 or 503 asks to wait", async () => {
    const { videos } = fixture.connect();
    await videos.listOwn(1);
    await fixture.fault({ kind: "status", status: 503, retryAfter: "garbage" });
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind: "rate-limited", retryAfterMs: undefined });
    await fixture.fault({ kind: "status", status: 429, retryAfter: 7 });
    expect(await failureOf(videos.listOwn(1))).toMatchObject({ kind: "rate-limited", retryAfterMs: 7000 });
  });

  it("rejects with not-biggo when the response of an upload has no video_id", async () => {
    await fixture.fault({ kind: "missing-id" });
    expect((await failureOf(fixture.connect().upload(await fixture.newUpload()))).kind).toBe("not-biggo");
  });

  it("reads an early 413 while it is still sending", async () => {
    await fixture.fault({ kind: "status", status: 413, early: true, match: uploads });
    let wholeBodySent = false;
    const request = await fixture.newUpload({
      sizeBytes: 60_000_000,
      beforeLastBytes: async () => {
        wholeBodySent = true;
      },
    });
    expect(await failureOf(fixture.connect().upload(request))).toMatchObject({ kind: "refused", httpStatus: 413 });
    expect(wholeBodySent).toBe(false);
  });

  it("with listenMs, reads an immediate refusal before it sends a byte of the file", async () => {
    await fixture.fault({ kind: "status", status: 413, early: true, close: true, times: 0, match: uploads });
    const client = fixture.connect();
    const counts: number[] = [];
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const onProgress = (sent: number) => void counts.push(sent);
      const request = await fixture.newUpload({ sizeBytes: 5_000_000, listenMs: 5000, onProgress });
      expect(await failureOf(client.upload(request))).toMatchObject({ kind: "refused", httpStatus: 413 });
    }
    expect(counts).toEqual([]);
    await fixture.sandbox.control("DELETE", "faults");
    const startMs = performance.now();
    await client.upload(await fixture.newUpload({ listenMs: 300 }));
    expect(performance.now() - startMs).toBeGreaterThan(300);
  });

  it("times out when the server reads nothing, and when it never responds, each by its own timer", async () => {
    await fixture.fault({ kind: "stall", when: "body", match: uploads });
    const stalled = fixture.connect({ timers: { stallMs: 400, uploadAnswerMs: 60_000 } });
    const large = await fixture.newUpload({ sizeBytes: 60_000_000 });
    expect(await failureOf(stalled.upload(large))).toMatchObject({ kind: "timeout", timer: "stall" });
    await fixture.fault({ kind: "stall", when: "answer", match: uploads });
    const silent = fixture.connect({ timers: { stallMs: 60_000, uploadAnswerMs: 400 } });
    expect(await failureOf(silent.upload(await fixture.newUpload()))).toMatchObject({
      kind: "timeout",
      timer: "answer",
    });
  });
});

describe("upload", () => {
  it("reports progress, and sends the last bytes only after beforeLastBytes resolves", async () => {
    const counts: number[] = [];
    let committedBefore: number | undefined;
    const beforeLastBytes = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      committedBefore = (await fixture.sandbox.state()).counts.uploadsCommitted;
    };
    const before = (await fixture.sandbox.state()).counts.uploadsCommitted;
    const onProgress = (sent: number) => void counts.push(sent);
    const request = await fixture.newUpload({ sizeBytes: 5_000_000, onProgress, beforeLastBytes });
    await fixture.connect().upload(request);
    expect(committedBefore).toBe(before);
    expect((await fixture.sandbox.state()).counts.uploadsCommitted).toBe(before + 1);
    expect(counts.at(-1)).toBe(5_000_000);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it("rejects with the error of beforeLastBytes, and no video is created", async () => {
    const before = (await fixture.sandbox.state()).counts.uploadsCommitted;
    const refusal = new Error("the file changed");
    const request = await fixture.newUpload({ beforeLastBytes: () => Promise.reject(refusal) });
    await expect(fixture.connect().upload(request)).rejects.toBe(refusal);
    expect((await fixture.sandbox.state()).counts.uploadsCommitted).toBe(before);
  });

  it("stops within half a second of an abort", async () => {
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 1_000_000 });
    const controller = new AbortController();
    const request = await fixture.newUpload({ sizeBytes: 50_000_000, signal: controller.signal });
    const upload = fixture.connect().upload(request);
    setTimeout(() => controller.abort(), 300);
    const abortedAt = performance.now() + 300;
    expect((await failureOf(upload)).kind).toBe("aborted");
    expect(performance.now() - abortedAt).toBeLessThan(500);
  });

  it("stops within half a second of an abort while it waits for a token", async () => {
    await fixture.fault({ kind: "delay", ms: 3000, match: { path: "^/auth/" } });
    const controller = new AbortController();
    const upload = fixture.connect().upload(await fixture.newUpload({ signal: controller.signal }));
    setTimeout(() => controller.abort(), 200);
    const abortedAt = performance.now() + 200;
    expect((await failureOf(upload)).kind).toBe("aborted");
    expect(performance.now() - abortedAt).toBeLessThan(500);
  });

  it.each(['quo"te.mp4', "new\nline.mp4", "back\\slash.mp4", "開箱 🎧.mp4", `${"長".repeat(83)}.mp4`])(
    "sends the file name %j by the WHATWG rule",
    async (fileName) => {
      const videoId = await fixture.connect().upload(await fixture.newUpload({ fileName }));
      const stored = (await fixture.sandbox.state()).videos.find((video) => video.video_id === videoId)?.file_name;
      const escaped = fileName.replaceAll("\n", "%0A").replaceAll('"', "%22");
      expect(stored).toBe(escaped);
    },
  );
});
