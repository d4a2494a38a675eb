import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AppClient, createAppClient } from "./app-client.ts";
import { BigGoError, saysGone } from "./biggo-error.ts";
import { goodAnswers } from "./good-answers.test-harness.ts";
import { longDigits, type OddAnswer, oddAnswersOf } from "./odd-values.test-harness.ts";
import { startScriptedServer } from "./scripted-server.test-harness.ts";
import type { Video } from "./wire/video.ts";

let server: Awaited<ReturnType<typeof startScriptedServer>>;
let body = "";
/** The answer to token requests; null: the good one. */
let tokenBody: string | null = null;
const clients: AppClient[] = [];
const connect = () => {
  const client = createAppClient({ baseUrl: server.url, credentials: { clientId: "a", clientSecret: "b" } });
  clients.push(client);
  return client;
};
let client: AppClient;
beforeAll(async () => {
  server = await startScriptedServer(({ path }) => {
    if (!path.startsWith("/auth")) return { body };
    return tokenBody === null ? { json: goodAnswers.token } : { body: tokenBody };
  });
});
// Each has its own pace.
beforeEach(() => {
  client = connect();
});
afterAll(async () => {
  await Promise.all(clients.map((open) => open.close()));
  await server.close();
});

const file = Buffer.from("video");
const upload = () =>
  client.upload({
    source: {
      fileName: "a.mp4",
      mediaType: "video/mp4",
      sizeBytes: file.length,
      async *read() {
        yield file;
      },
    },
    boundary: "boundary",
    signal: new AbortController().signal,
    onProgress() {},
    beforeLastBytes: async () => {},
  });

/** Whether the field itself, or what it is in, is odd. */
const isOdd = ({ path }: OddAnswer, field: string) =>
  path.length === 0 || field.startsWith(path.join(".")) || path.join(".").startsWith(field);

/** Checks that a result can be stored, shown and sent back. */
function expectBounded(value: unknown): void {
  if (typeof value === "number") expect(Math.abs(value)).toBeLessThanOrEqual(1e15);
  if (typeof value === "string") {
    expect(value.isWellFormed()).toBe(true);
    expect(value).not.toBe(String(Number(longDigits)));
  }
  if (value instanceof Map) expectBounded([...value]);
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) expectBounded(part);
}

function expectSafeVideo(video: Video, answer: OddAnswer, field: string): void {
  expect(video.access).not.toBe("public");
  expect(video.productCount).toBeGreaterThanOrEqual(isOdd(answer, `${field}.product_`) ? 0 : 2);
  expect(video.createdAtMs % 1).toBe(0);
  expect(video.createdAtMs === 0 || video.createdAtMs > 946_684_800_000).toBe(true);
  if (["status", "process_status"].includes(answer.path.at(-1) ?? "")) expect(video.complete).toBe(false);
}

interface Row {
  good: object;
  make: () => Promise<unknown>;
  /** What has to be true of a result; without one, any result that is bounded will do. */
  check?: (result: never, answer: OddAnswer) => void;
  checkError?: (error: BigGoError, answer: OddAnswer) => void;
}

const neverGone = (error: BigGoError) => expect(saysGone(error)).toBe(false);
const expectTrueResult = (_: unknown, answer: OddAnswer) => expect(answer.path[0]).toBe("data");
const expectListing = (page: { videos: Video[]; total: number }, answer: OddAnswer) => {
  expect(Number.isInteger(page.total) && page.total >= 0 && page.total <= 1e7).toBe(true);
  const isListOdd = answer.path.join(".").startsWith("user_video.data") && answer.path.length < 4;
  if (!isListOdd && answer.path.at(-1) !== "video_id") expect(page.videos).toHaveLength(3);
  const first = page.videos.find(({ videoId }) => videoId === "v1");
  if (first !== undefined && !isListOdd) expectSafeVideo(first, answer, "user_video.data.0");
};

const rows: Record<string, Row> = {
  "POST video_auth/self": {
    good: goodAnswers.permission,
    make: () => client.checkPermission(),
    check: ({ userid, atUserid }: { userid: string; atUserid: string }) => {
      expect(userid).not.toBe("");
      expect(atUserid).toMatch(/^@./);
    },
  },
  "POST video/": {
    good: goodAnswers.upload,
    make: upload,
    check: (videoId: string, answer) => {
      expect(["v1", "odd", "12", "-1", longDigits]).toContain(videoId);
      expect(videoId === "v1" || answer.path[0] === "video_id").toBe(true);
    },
  },
  "GET video/{id}": {
    good: goodAnswers.video,
    make: () => client.videos.get("v1"),
    check: (video: Video, answer) => {
      expect(video.videoId).toBe("v1");
      expectSafeVideo(video, answer, "video.0");
      // Neither product may be missing from a list that will be sent back.
      expect(video.products.length).toBeGreaterThanOrEqual(2);
    },
    checkError: neverGone,
  },
  "PATCH video/{id}": {
    good: goodAnswers.changed,
    make: () => client.videos.update("v1", { title: "t" }),
    check: expectTrueResult,
    checkError: neverGone,
  },
  "POST video/{id}": {
    good: goodAnswers.changed,
    make: () => client.videos.replace("v1", { title: "t", description: "", access: "private" }),
    check: expectTrueResult,
    checkError: neverGone,
  },
  "DELETE video/{id}": {
    good: goodAnswers.changed,
    make: () => client.videos.remove("v1"),
    check: expectTrueResult,
    checkError: neverGone,
  },
  "a refusal of GET video/{id}": {
    good: goodAnswers.refusal,
    make: () => client.videos.get("v1"),
    check: () => expect.fail("there is no video in it"),
    checkError: (error, { path }) => {
      const isCodeIntact = path[0] !== "error" ? path.length > 0 : path[1] === "message";
      expect(saysGone(error)).toBe(isCodeIntact);
    },
  },
  "GET user/self/video/": { good: goodAnswers.listing, make: () => client.videos.listOwn(1), check: expectListing },
  "GET user/self/video/?tab=like_video": {
    good: { ...goodAnswers.listing, user_video: { data: [], size: 0 } },
    make: () => client.videos.listLiked(1),
  },
  "GET user/{userid}/video/": {
    good: { ...goodAnswers.listing, user_video: { data: [], size: 0 } },
    make: () => client.videos.listOf("u", 1),
  },
  "GET spa/search/{query}/product": {
    good: goodAnswers.search,
    make: () => client.products.search("words", "tw", 1),
    check: ({ total, totalPages }: { total: number; totalPages: number }) => {
      expect([total, totalPages].every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
    },
  },
  "POST spa/product/history": {
    good: goodAnswers.history,
    make: () => client.products.history({ nindex: "x", oid: "p" }, 90),
    check: ({ points }: { points: { atMs: number }[] }) => {
      expect(points.every(({ atMs }) => atMs > 946_684_800_000 && atMs < 4_102_444_800_000)).toBe(true);
    },
  },
  "POST spa/imagesearch/image": {
    good: goodAnswers.image,
    make: () => client.imageSearch.uploadImage(file, "image/jpeg"),
  },
  "POST search/similar_image": { good: goodAnswers.similar, make: () => client.imageSearch.findSimilar("k", "tw") },
  "GET store.php": { good: goodAnswers.stores, make: () => client.storeLinks.lookUpDomain("https://x.example") },
  "GET eclist.php": { good: goodAnswers.rules, make: () => client.storeLinks.fetchRules() },
};

const count = Object.values(rows).reduce((sum, { good }) => sum + oddAnswersOf(good).length, 0);

async function expectOurs({ make, check, checkError }: Row, answer: OddAnswer): Promise<void> {
  const outcome = await make().then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) {
    expect(outcome.error).toBeInstanceOf(BigGoError);
    checkError?.(outcome.error as BigGoError, answer);
    return;
  }
  expectBounded(outcome.result);
  check?.(outcome.result as never, answer);
}

describe(`each of ${count} odd answers`, () => {
  it.each(Object.entries(rows))(
    "to %s is read safely",
    async (_, row) => {
      for (const answer of oddAnswersOf(row.good)) {
        body = answer.body;
        await expectOurs(row, answer).catch((cause: unknown) => {
          throw new Error(`${answer.name}\n${answer.body.slice(0, 500)}`, { cause });
        });
      }
    },
    60_000,
  );

  it("to POST /auth/v1/token throws nothing that is not ours", async () => {
    body = JSON.stringify(goodAnswers.permission);
    for (const answer of oddAnswersOf(goodAnswers.token)) {
      tokenBody = answer.body;
      await expectOurs({ good: {}, make: () => connect().checkPermission() }, answer);
    }
    tokenBody = null;
  }, 60_000);

  it("are more than 500", () => expect(count).toBeGreaterThan(500));
});
