import { describe, expect, it } from "vitest";
import { readAnswer } from "./answer.ts";
import { BigGoError } from "./biggo-error.ts";
import { frameFilePart } from "./multipart.ts";
import { fromNetworkError } from "./network-error.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { videoSchema } from "./wire/video.ts";

function judged(status: number, text: string, headers: Record<string, string> = {}) {
  try {
    return readAnswer({ status, text, headers }, 0);
  } catch (error) {
    if (error instanceof BigGoError) return { kind: error.kind, code: error.biggoCode, waitMs: error.retryAfterMs };
    throw error;
  }
}

describe("an answer", () => {
  it.each([
    [200, '{"result":true,"x":1}', { result: true, x: 1 }],
    [200, '{"result":false,"error":{"code":1006,"message":"bad"}}', { kind: "refused", code: 1006 }],
    [200, '{"error":"invalid_client"}', { kind: "refused" }],
    [200, '{"result":false}', { kind: "refused" }],
    [400, '{"error_type":2}', { kind: "refused", code: 1002 }],
    [400, '{"error_type":3}', { kind: "refused", code: 1007 }],
    [401, '{"result":false,"error":{"code":4,"message":"expired"}}', { kind: "unauthorised", code: 4 }],
    [200, '{"result":false,"error":{"code":"4","message":"expired"}}', { kind: "unauthorised", code: 4 }],
    [401, "", { kind: "unauthorised" }],
    [403, "<h1>Forbidden</h1>", { kind: "refused" }],
    [413, "", { kind: "refused" }],
    [404, "<h1>Not found</h1>", { kind: "not-biggo" }],
    [302, "", { kind: "not-biggo" }],
    [200, "<html>Sign in to this network</html>", { kind: "not-biggo" }],
    [200, '{"result":tr', { kind: "not-biggo" }],
    [200, "", { kind: "not-biggo" }],
    [502, "<h1>Bad gateway</h1>", { kind: "server" }],
    [503, "", { kind: "server" }],
  ])("%i %s", (status, text, expected) => {
    expect(judged(status, text)).toMatchObject(expected);
  });

  it("says how long to wait", () => {
    expect(judged(429, "", { "retry-after": "3" })).toMatchObject({ kind: "rate-limited", waitMs: 3000 });
    expect(judged(503, "", { "retry-after": "3" })).toMatchObject({ kind: "rate-limited", waitMs: 3000 });
  });
});

it.each([
  ["120", 120_000],
  ["0", 0],
  ["Thu, 01 Jan 1970 00:01:00 GMT", 60_000],
  ["Wed, 31 Dec 1969 23:00:00 GMT", 0],
  ["soon", undefined],
  ["-5", undefined],
  ["", undefined],
  [undefined, undefined],
])("Retry-After %s", (value, ms) => {
  expect(parseRetryAfter(value, 0)).toBe(ms);
});

it.each([
  [{ code: "ECONNREFUSED" }, "network"],
  [{ code: "CERT_HAS_EXPIRED" }, "tls"],
  [{ code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "tls"],
  [{ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "tls"],
  [{ code: "UND_ERR_CONNECT_TIMEOUT" }, "timeout"],
  [{ code: "UND_ERR_HEADERS_TIMEOUT" }, "timeout"],
])("what the network throws: %j", (fields, kind) => {
  const thrown = new Error("outer", { cause: Object.assign(new Error("inner"), fields) });
  expect(fromNetworkError(thrown, undefined).kind).toBe(kind);
});

it("an abort is ours only when our own signal says so", () => {
  const thrown = Object.assign(new Error("Proxy response (407) !== 200"), { code: "UND_ERR_ABORTED" });
  expect(fromNetworkError(thrown, new AbortController().signal).kind).toBe("network");
  expect(fromNetworkError(thrown, AbortSignal.abort()).kind).toBe("aborted");
});

it("frames a part by the WHATWG rule", () => {
  const framing = frameFilePart({ name: "video", fileName: 'a"b\r\nc\\開.mp4', mediaType: "video/mp4", boundary: "B" });
  expect(framing.head.toString()).toBe(
    '--B\r\nContent-Disposition: form-data; name="video"; filename="a%22b%0D%0Ac\\開.mp4"\r\nContent-Type: video/mp4\r\n\r\n',
  );
  expect(framing.tail.toString()).toBe("\r\n--B--\r\n");
});

describe("a video", () => {
  it("needs no more than its id", () => {
    expect(videoSchema.parse({ video_id: "v" })).toMatchObject({
      videoId: "v",
      complete: false,
      broken: false,
      access: "private",
    });
  });

  it("takes PHP's empty objects, its numbers as strings, and fields of other types", () => {
    const video = videoSchema.parse({
      video_id: 12,
      meta: [],
      view_count: "31",
      access: "2",
      product_list: "none",
      status: { processing: 1, process_status: "0", process_status_kw: null },
      surprise: {},
    });
    expect(video).toMatchObject({
      videoId: "12",
      viewCount: 31,
      access: "unlisted",
      lengthSeconds: null,
      products: [],
    });
  });

  it.each([
    ["9:16", 9 / 16],
    ["1.7778", 1.7778],
    [0.5625, 0.5625],
    ["wide", null],
    [null, null],
  ])("aspect ratio %s", (aspect_ratio, expected) => {
    const meta = { length: 1, aspect_ratio, cover_image: "c", thumbnails: [], download: [] };
    expect(videoSchema.parse({ video_id: "v", meta }).aspectRatio).toBe(expected);
  });

  it.each([
    [
      { processing: true, process_status: 0 },
      { complete: false, broken: false },
    ],
    [
      { processing: false, process_status: 1 },
      { complete: false, broken: false },
    ],
    [
      { processing: true, process_status: 7 },
      { complete: false, broken: false },
    ],
    [
      { processing: false, process_status: 13 },
      { complete: true, broken: false },
    ],
    [
      { processing: false, process_status: 99 },
      { complete: false, broken: true },
    ],
    [{ processing: false, process_status: 0, process_status_kw: ["transcode error"] }, { broken: true }],
  ])("status %j", (status, expected) => {
    expect(videoSchema.parse({ video_id: "v", status })).toMatchObject(expected);
  });
});

it.each([
  '{"result":false,"error":null}',
  '{"result":false,"error":[]}',
  '{"error":{"code":"E_X","message":"no"}}',
  '{"error":{"code":1006,"message":null}}',
])("takes %s for a failure, whatever its shape", (text) => {
  expect(() => readAnswer({ status: 200, headers: {}, text }, 0)).toThrow(BigGoError);
});

it("takes any Retry-After of a 503 for a wish to be left alone, readable or not", () => {
  const read = () => readAnswer({ status: 503, headers: { "retry-after": "soon" }, text: "" }, 0);
  expect(read).toThrow(expect.objectContaining({ kind: "rate-limited", retryAfterMs: undefined }));
});
