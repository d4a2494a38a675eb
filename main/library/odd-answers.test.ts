import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AppClient, createAppClient } from "../biggo/app-client.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { goodAnswers } from "../biggo/good-answers.test-harness.ts";
import { oddAnswersOf } from "../biggo/odd-values.test-harness.ts";
import { type Answer, type ReceivedRequest, startScriptedServer } from "../biggo/scripted-server.test-harness.ts";
import { openDatabase } from "../database/open-database.ts";
import { systemClock } from "../foundation/clock.ts";
import { createLibrary, type Library } from "./library.ts";

let folder: string;
let close: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "odd-answers-"));
});
afterEach(async () => {
  for (const end of close.splice(0)) await end();
  close = [];
  rmSync(folder, { recursive: true });
});

const product = (id: string) => ({ id, index: "tw_ec_x", title: `Product ${id}`, price: 1, symbol: "$" });
const complete = { processing: false, process_status: 13, process_status_kw: ["complete"] };
const wireVideo = (video_id: string, fields: object = {}) => ({
  video_id,
  userid: "me",
  description: "old",
  access: 1,
  timestamp: 1_764_000_000,
  product_count: 0,
  product_list: [],
  status: complete,
  ...fields,
});
type WireVideo = ReturnType<typeof wireVideo>;

/** A library over the real client and an account on a loopback server; `odd` answers before the account does. */
async function open(videos: WireVideo[], odd: (request: ReceivedRequest) => Answer | undefined = () => undefined) {
  const account = new Map(videos.map((video) => [video.video_id, video]));
  const answer = (request: ReceivedRequest): Answer | undefined => {
    const answered = odd(request);
    if (answered !== undefined || request.path.startsWith("/auth")) return answered;
    const all = [...account.values()];
    const page = Number(/^user\/self\/video\/\?p=(\d+)/.exec(request.path)?.[1]);
    if (page > 0)
      return { json: { result: true, user_video: { data: all.slice(20 * page - 20, 20 * page), size: all.length } } };
    const videoId = /^video\/(.+)$/.exec(request.path)?.[1] ?? "";
    const video = account.get(videoId);
    if (video === undefined) return { json: { result: false, error: { code: 1004, message: "gone" } } };
    if (request.method === "DELETE") account.delete(videoId);
    if (request.method === "PATCH") account.set(videoId, { ...video, ...(request.body as object) });
    return { json: { result: true, video: [video], size: 1, data: [] } };
  };
  const server = await startScriptedServer(answer);
  const client: AppClient = createAppClient({
    baseUrl: server.url,
    credentials: { clientId: "a", clientSecret: "b" },
    // Ten times as fast, so that no request waits for its turn.
    monotonicNow: () => 10 * performance.now(),
  });
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  const deleted: string[] = [];
  const gone: string[] = [];
  const library: Library = createLibrary({
    database,
    videos: client.videos,
    uploadIdOf: () => null,
    uploadsProcessing: () => [],
    onChange() {},
    onStatus() {},
    onDetails() {},
    onGone: (ids) => gone.push(...ids),
    onSignedOut() {},
    onProducts() {},
    onProductsChecked() {},
    explain: async (error) => toErrorValue(error),
    onFullSync() {},
    onDeleted: (id) => deleted.push(id),
    onDeleteFailed() {},
    now: Date.now,
    // Waits between attempts are skipped.
    after: (ms, run) => systemClock.after(Math.min(ms, 5), run),
  });
  close.push(async () => {
    library.stop();
    await client.close();
    await server.close();
    database.close();
  });
  await library.sync("all");
  return { library, account, deleted, gone, requests: server.requests };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 });
const falseSuccesses = [{}, [], { result: 0 }, { status: "login required" }, { result: "ok", data: [] }, { data: [] }];

describe("a PATCH that is answered without a true result", () => {
  it.each(falseSuccesses)("is not called saved, and is sent again: %j", async (json) => {
    const states: (string | undefined)[] = [];
    const { library, account } = await open([wireVideo("v")], ({ method }) => {
      if (method !== "PATCH") return undefined;
      states.push(library.get("v")?.save.state);
      return states.length < 3 ? { json } : undefined;
    });
    library.edit("v", { description: "new", title: "title" });
    await until(() => expect(library.get("v")?.save.state).toBe("saved"));
    expect(states).toEqual(["sending", "sending", "sending"]);
    expect(account.get("v")?.description).toBe("new");
  });

  it("is recognised as made when the video has the new values", async () => {
    const { library, account, requests } = await open([wireVideo("v")], ({ method, body }) => {
      if (method !== "PATCH") return undefined;
      account.set("v", wireVideo("v", body as object));
      return { status: 204, body: "" };
    });
    library.edit("v", { description: "new" });
    await until(() => expect(library.get("v")?.save.state).toBe("saved"));
    expect(requests.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });
});

describe("a DELETE that is answered without a true result", () => {
  it.each(falseSuccesses)("forgets no video before BigGo has deleted it: %j", async (json) => {
    const known: boolean[] = [];
    const { library, deleted, account } = await open([wireVideo("v")], ({ method }) => {
      if (method !== "DELETE") return undefined;
      known.push(library.get("v") !== null && deleted.length === 0);
      return known.length < 3 ? { json } : undefined;
    });
    library.delete(["v"]);
    await until(() => expect(deleted).toEqual(["v"]));
    expect(known).toEqual([true, true, true]);
    expect(account.size).toBe(0);
  });
});

describe("a detail answer without the products that it counts", () => {
  const counted = { product_count: 2 };
  it.each([
    [{ ...counted, product_list: undefined }],
    [{ ...counted, product_list: null }],
    [{ ...counted, product_list: [null, null] }],
    [{ ...counted, product_list: "" }],
    [{ ...counted, product_list: { 1: product("a") } }],
    [{ ...counted, product_list: [product("a"), null] }],
  ])("shows %j and does not replace the list until the user has removed what is missing", async (fields) => {
    const { library, account, requests } = await open([wireVideo("v", fields as object)]);
    const list = await library.products("v");
    expect(list).toHaveLength(2);
    const added = { ...(list[0] as (typeof list)[number]), ref: { nindex: "tw_ec_x", oid: "new" }, title: "new" };
    library.edit("v", { products: [...list, added] });
    await until(() => expect(library.get("v")?.save).toMatchObject({ error: { code: "product-unidentified" } }));
    expect(requests.some(({ method }) => method === "PATCH")).toBe(false);
    const kept = [...list.filter(({ ref }) => ref !== null), added];
    library.edit("v", { products: kept });
    await until(() => expect(library.get("v")?.save.state).toBe("saved"));
    const sent = requests.find(({ method }) => method === "PATCH")?.body;
    expect(sent).toEqual({ product_list: kept.map(({ ref }) => ref) });
    expect(account.size).toBe(1);
  });

  it("edits a list that PHP keyed, since it is complete", async () => {
    const products = { 1: product("a"), 4: product("b") };
    const { library, requests } = await open([wireVideo("v", { product_count: 2, product_list: products })]);
    const list = await library.products("v");
    library.edit("v", { products: list.slice(1) });
    await until(() => expect(library.get("v")?.save.state).toBe("saved"));
    const sent = requests.find(({ method }) => method === "PATCH")?.body;
    expect(sent).toEqual({ product_list: [{ nindex: "tw_ec_x", oid: "b" }] });
  });
});

describe("a listing answered 200 data: [], size: 0", () => {
  const many = Array.from({ length: 46 }, (_, index) => wireVideo(`v${index}`));
  const listing = (user_video: object) => ({ json: { result: true, user_video } });
  it.each([
    ["once", [listing({ data: [], size: 0 })]],
    ["three times", [1, 2, 3].map(() => listing({ data: [], size: 0 }))],
    ["keyed and one short", [listing({ data: { 1: many[0] }, size: 1 }), listing({ data: { 1: many[0] }, size: 1 })]],
    ["with a total only", [listing({ data: [], size: 46 }), listing({ data: [], size: 46 })]],
    ["as an empty object", [listing({ data: {}, size: "0" })]],
  ] as const)("%s forgets no video", async (_, answers) => {
    const left: Answer[] = [];
    const { library, gone, requests } = await open(many, ({ path }) =>
      path.startsWith("user/self/video") ? left.shift() : undefined,
    );
    left.push(...answers);
    requests.length = 0;
    await library.sync("all");
    expect(library.all()).toHaveLength(46);
    expect(gone).toEqual([]);
    expect(requests.length).toBeLessThan(30);
  });

  it("forgets those that BigGo reports as gone by id, many at once", async () => {
    const { library, account, gone } = await open(many);
    for (const { video_id } of many.slice(0, 30)) account.delete(video_id);
    await library.sync("all");
    expect(gone).toHaveLength(30);
    expect(library.all()).toHaveLength(16);
  });

  it.each([
    { json: { result: true, video: [] } },
    { json: { result: true, video: [wireVideo("another")] } },
    { status: 404, body: "<h1>Not found</h1>" },
    { status: 500, body: '{"result":false,"error":{"code":1004,"message":"x"}}' },
    { json: {} },
  ])("takes %j about an id for no word of BigGo's", async (answered) => {
    let isOdd = false;
    const { library, account, gone } = await open(many.slice(0, 3), ({ path }) =>
      isOdd && path.startsWith("video/") ? answered : undefined,
    );
    account.delete("v0");
    isOdd = true;
    await library.sync("all");
    expect(gone).toEqual([]);
    expect(library.all()).toHaveLength(3);
  });
});

describe("a library whose listing and details are answered oddly", () => {
  const ids = ["v1", "v2", "v3"];
  const good = goodAnswers.video.video.map(({ product_list, product_count }) => ({ product_list, product_count }))[0];

  it("loses no video, title or product that was there before", async () => {
    let listing: string | null = null;
    let detail: string | null = null;
    const { library, gone } = await open(
      ids.map((id) => wireVideo(id, good)),
      ({ path }) => {
        if (listing !== null && path.startsWith("user/self/video")) return { body: listing };
        return detail !== null && path === "video/v1" ? { body: detail } : undefined;
      },
    );
    for (const id of ids) library.edit(id, { title: `title of ${id}` });
    await until(() => expect(ids.map((id) => library.get(id)?.save.state)).toEqual(ids.map(() => "saved")));
    expect(await library.products("v1")).toHaveLength(2);

    for (const { name, body } of oddAnswersOf(goodAnswers.listing)) {
      listing = body;
      await library.sync("all");
      expect(ids.map((id) => library.get(id)?.title, name)).toEqual(ids.map((id) => `title of ${id}`));
    }
    listing = null;
    for (const { name, body } of oddAnswersOf(goodAnswers.video)) {
      detail = body;
      expect((await library.products("v1")).length, name).toBeGreaterThanOrEqual(2);
      expect(library.get("v1")?.access, name).not.toBe("public");
    }
    detail = null;
    await library.sync("all");
    expect(ids.filter((id) => gone.includes(id))).toEqual([]);
    expect(ids.map((id) => library.get(id)?.description)).toEqual(["old", "old", "old"]);
    expect((await library.products("v1")).map(({ ref }) => ref?.oid)).toEqual(["p1", "p2"]);
  }, 120_000);
});
