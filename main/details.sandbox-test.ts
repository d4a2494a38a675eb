import { describe, expect, it } from "vitest";
import { type FoundProduct, tagOf } from "../shared/model/product.ts";
import type { SaveState } from "../shared/model/video.ts";
import { uploadHandlers } from "./ipc/upload-handlers.ts";
import { onDetails, prepareUploads } from "./uploads.test-harness.ts";

const at = prepareUploads();

const library = () => at.app.workspace.library;

/** The products as the sandbox itself has them. */
async function listOn(videoId: string): Promise<string[]> {
  const { videos } = await at.stateOf();
  const video = videos.find(({ video_id }) => video_id === videoId);
  return (video?.product_list ?? []).map(({ nindex, oid }) => `${nindex}-${oid}`);
}

async function find(words: string, count: number): Promise<FoundProduct[]> {
  const answer = await at.app.workspace.finder.find(words, 1);
  if (answer.kind !== "list" || answer.products.length < count) throw new Error(`too few for ${words}`);
  return answer.products.slice(0, count);
}

const mark = ({ ref }: FoundProduct, change: object) =>
  at.sandbox.control("POST", `products/${ref.nindex}/${encodeURIComponent(ref.oid)}`, change);

const keysOf = (products: readonly FoundProduct[]) => products.map(({ ref }) => `${ref.nindex}-${ref.oid}`);

/** The calls of the window on the queue. */
const handlers = () =>
  uploadHandlers({
    workspace: () => at.app.workspace,
    writable: () => at.app.workspace,
    hasWorkspace: () => true,
    revision: () => 0,
    pickFiles: async () => null,
    sampleVideo: "",
  });

function cardOf(id: string) {
  const { state } = at.app.upload(id);
  return "videoId" in state && state.videoId !== null ? library().get(state.videoId) : null;
}

const newVideo = async (name: string) => newVideoFrom(await at.newFile(name));

/** A video that is complete and known to the library. */
async function newVideoFrom(path: string): Promise<string> {
  const id = await at.addOne(path);
  const { state } = await at.app.until(id, "complete");
  const videoId = state.phase === "complete" ? state.videoId : "";
  await at.app.eventually("the card", () => library().get(videoId) !== null);
  return videoId;
}

const untilSave = (videoId: string, state: SaveState["state"]) =>
  at.app.eventually(`${videoId} ${state}`, () => library().get(videoId)?.save.state === state);

describe("products of an upload", () => {
  it("go out with its details, in order", async () => {
    const products = await find("耳機", 3);
    await at.fault({ kind: "slow-read", bytesPerSecond: 8_000_000 });
    const id = await at.addOne(await at.newFile("tagged.mp4", 8_000_000));
    const patch = { products: products.map(tagOf), coverTimeMs: 433 };
    at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch });
    await at.app.until(id, "complete");
    const [video] = await at.videosNamed("tagged.mp4");
    expect(await listOn(video?.video_id ?? "")).toEqual(keysOf(products));
    expect(video).toMatchObject({ thumbnail_ms: 433 });
  });

  it("name the one that is gone; without it everything is saved", async () => {
    const [gone, kept] = await find("手錶", 2);
    if (gone === undefined || kept === undefined) throw new Error("nothing found");
    await mark(gone, { gone: true });
    const id = await at.addOne(await at.newFile("one gone.mp4"));
    const patch = { title: "Both", products: [gone, kept].map(tagOf) };
    at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch });
    await at.app.until(id, "complete");
    const { save } = at.app.upload(id);
    expect(save).toMatchObject({
      state: "failed",
      error: { code: "product-gone", details: { name: gone.title, products: keysOf([gone]) } },
    });
    at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch: { products: [tagOf(kept)] } });
    await at.app.eventually("saved", () => at.app.upload(id).save.state === "saved");
    const [video] = await at.videosNamed("one gone.mp4");
    expect(video).toMatchObject({ title: "Both" });
    expect(await listOn(video?.video_id ?? "")).toEqual(keysOf([kept]));
  });
});

describe("a video that stays private until it is complete", () => {
  const stayPrivate = { access: "public", stayPrivate: true } as const;

  it("becomes what was chosen by itself, also over a restart", async () => {
    await at.sandbox.control("POST", "processing", { ms: 60_000 });
    const id = await at.addOne(await at.newFile("later.mp4"));
    at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch: stayPrivate });
    await at.app.until(id, "processing");
    await at.app.eventually("saved", () => at.app.upload(id).save.state === "saved");
    expect(await at.videosNamed("later.mp4")).toMatchObject([{ access: 1 }]);
    await at.app.reopen(() => at.sandbox.control("POST", "processing", { ms: 50 }).then(() => {}));
    await at.app.until(id, "complete");
    await at.app.eventually("public", async () => (await at.videosNamed("later.mp4"))[0]?.access === 0);
    expect(at.app.upload(id).details).toMatchObject({ access: "public", stayPrivate: false });
  });

  it("can be published before, and stays private when BigGo cannot convert it", async () => {
    await at.sandbox.control("POST", "processing", { ms: 60_000 });
    const [now, never] = await at.app.add(await at.newFile("now.mp4"), await at.newFile("never.mp4"));
    for (const id of [now ?? "", never ?? ""]) {
      at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch: stayPrivate });
      await at.app.until(id, "processing");
    }
    await at.app.eventually("saved", () => at.app.upload(now ?? "").save.state === "saved");
    await at.app.eventually("the card", () => cardOf(now ?? "") !== null);
    handlers()["uploads.setDetails"]({ id: now ?? "", patch: { stayPrivate: false } });
    await at.app.eventually("public", async () => (await at.videosNamed("now.mp4"))[0]?.access === 0);
    const [broken] = await at.videosNamed("never.mp4");
    await at.sandbox.control("POST", `videos/${broken?.video_id}`, { failed: true });
    await at.app.until(never ?? "", "failed");
    expect(await at.videosNamed("never.mp4")).toMatchObject([{ access: 1 }]);
    await at.sandbox.control("POST", "processing", { ms: 50 });
  });

  it("keeps what was changed elsewhere meanwhile when it is published", async () => {
    await at.sandbox.control("POST", "processing", { ms: 60_000 });
    const id = await at.addOne(await at.newFile("elsewhere.mp4"));
    at.app.workspace.engine.runner.dispatch(id, {
      type: "detailsEdited",
      patch: { ...stayPrivate, description: "mine" },
    });
    await at.app.until(id, "processing");
    const [video] = await at.videosNamed("elsewhere.mp4");
    const [product] = await find("耳機", 1);
    if (product === undefined) throw new Error("nothing found");
    const elsewhere = { description: "corrected on the web", products: [product.ref] };
    await at.app.client.videos.update(video?.video_id ?? "", elsewhere);
    await at.sandbox.control("POST", "processing", { ms: 50 });
    await at.app.eventually("public", async () => (await at.videosNamed("elsewhere.mp4"))[0]?.access === 0);
    expect(await at.videosNamed("elsewhere.mp4")).toMatchObject([{ description: "corrected on the web" }]);
    expect(await listOn(video?.video_id ?? "")).toEqual(keysOf([product]));
    expect(at.app.upload(id).details).toMatchObject({ access: "public", stayPrivate: false });
  });

  it("is private also when its other details are refused", async () => {
    await at.sandbox.control("POST", "processing", { ms: 60_000 });
    const [gone] = await find("水壺", 1).catch(() => find("相機", 1));
    if (gone === undefined) throw new Error("nothing found");
    await mark(gone, { gone: true });
    const id = await at.addOne(await at.newFile("hidden.mp4"));
    const patch = { ...stayPrivate, products: [tagOf(gone)] };
    at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch });
    await at.app.eventually("refused", () => at.app.upload(id).save.state === "failed");
    expect(await at.videosNamed("hidden.mp4")).toMatchObject([{ access: 1 }]);
    await at.sandbox.control("POST", "processing", { ms: 50 });
  });

  it("is not forgotten when what is finished is cleared away", async () => {
    const id = await at.addOne(await at.newFile("cleared.mp4"));
    at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch: { title: "Cleared" } });
    await at.fault({ kind: "status", status: 503, match: onDetails, times: 0 });
    await at.app.until(id, "saving");
    handlers()["uploads.clearFinished"](undefined);
    expect(at.app.upload(id).id).toBe(id);
    await at.sandbox.control("DELETE", "faults");
    await at.app.until(id, "complete");
    await at.app.eventually("saved", () => at.app.upload(id).save.state === "saved");
    handlers()["uploads.clearFinished"](undefined);
    expect(at.app.workspace.engine.runner.get(id)).toBeUndefined();
    expect(await at.videosNamed("cleared.mp4")).toMatchObject([{ title: "Cleared" }]);
  });
});

describe("edits of a published video", () => {
  it("made in a row that was there already go to that video", async () => {
    const path = await at.newFile("there.mp4");
    await newVideoFrom(path);
    const again = await at.addOne(path);
    const { state } = await at.app.until(again, "alreadyThere");
    await at.app.eventually("linked", () => {
      const { state: now } = at.app.upload(again);
      return now.phase === "alreadyThere" && now.videoId !== null;
    });
    expect(state.phase).toBe("alreadyThere");
    handlers()["uploads.setDetails"]({ id: again, patch: { description: "typed there" } });
    await at.app.eventually("sent", async () => (await at.videosNamed("there.mp4"))[0]?.description === "typed there");
  });

  it("typed on while an answer was lost do not clash with themselves", async () => {
    const videoId = await newVideo("typing.mp4");
    await at.fault({ kind: "drop-answer", match: { method: "PATCH", path: "^/api/v1/video/.+" } });
    library().edit(videoId, { description: "Hel" });
    await at.app.eventually("arrived", async () => (await at.videosNamed("typing.mp4"))[0]?.description === "Hel");
    library().edit(videoId, { description: "Hello" });
    await at.app.reopen();
    await untilSave(videoId, "saved");
    expect(await at.videosNamed("typing.mp4")).toMatchObject([{ description: "Hello" }]);
  });

  it("open again however strange BigGo's own list was", async () => {
    const videoId = await newVideo("strange.mp4");
    const twice = { id: "1", index: "tw_ec_x", title: "T".repeat(5000), symbol: "S".repeat(50), price: 1 };
    const video = { video_id: videoId, status: { process_status: 13 }, product_list: [twice, twice] };
    const body = { result: true, video: [video], size: 1 };
    const one = { method: "GET", path: `^/api/v1/video/${videoId}` };
    await at.fault({ kind: "status", status: 200, body, match: one, times: 0 });
    await library().products(videoId);
    const [product] = await find("耳機", 1);
    if (product === undefined) throw new Error("nothing found");
    await at.fault({ kind: "status", status: 500, match: { method: "PATCH", path: "video" }, times: 0 });
    library().edit(videoId, { products: [tagOf(product)] });
    await at.app.reopen();
    expect(library().get(videoId)?.productCount).toBe(1);
  });

  it("begin with the list that has ids, and keep every product", async () => {
    const videoId = await newVideo("kept.mp4");
    const products = await find("鞋", 4);
    await at.app.client.videos.update(videoId, { products: products.slice(0, 3).map(({ ref }) => ref) });
    await library().sync();
    const list = await library().products(videoId);
    expect(list.map(({ ref }) => ref)).toEqual(products.slice(0, 3).map(({ ref }) => ref));
    library().edit(videoId, { products: [...list, tagOf(products[3] as FoundProduct)] });
    await untilSave(videoId, "saved");
    expect(await listOn(videoId)).toEqual(keysOf(products));
    expect(library().get(videoId)?.productCount).toBe(4);
  });

  it("changed elsewhere as well show both values, and wait for the person", async () => {
    const videoId = await newVideo("both.mp4");
    await at.app.client.videos.update(videoId, { description: "theirs", access: "unlisted" });
    library().edit(videoId, { description: "mine", title: "New" });
    await untilSave(videoId, "conflict");
    expect(library().get(videoId)).toMatchObject({
      description: "mine",
      save: { state: "conflict", theirs: { description: "theirs" } },
    });
    // What nobody else touched does not wait.
    await at.app.eventually("the title", async () => (await at.videosNamed("both.mp4"))[0]?.title === "New");
    library().resolveConflict(videoId, "mine");
    await untilSave(videoId, "saved");
    expect(await at.videosNamed("both.mp4")).toMatchObject([{ description: "mine", access: 2 }]);
    await at.app.client.videos.update(videoId, { description: "theirs again" });
    library().edit(videoId, { description: "mine again" });
    await untilSave(videoId, "conflict");
    library().resolveConflict(videoId, "theirs");
    await untilSave(videoId, "saved");
    expect(library().get(videoId)?.description).toBe("theirs again");
    expect(await at.videosNamed("both.mp4")).toMatchObject([{ description: "theirs again" }]);
  });

  it("that BigGo has already are not sent again after a restart", async () => {
    const videoId = await newVideo("once.mp4");
    const patches = async () => {
      const { counts } = (await at.sandbox.control("GET", "state")) as {
        counts: { requests: Record<string, number> };
      };
      return counts.requests["PATCH /api/v1/video/:id"] ?? 0;
    };
    const before = await patches();
    await at.fault({ kind: "drop-answer", match: { method: "PATCH", path: "^/api/v1/video/.+" } });
    library().edit(videoId, { description: "arrived, and the answer lost" });
    await at.app.eventually("arrived", async () => (await patches()) === before + 1);
    await at.app.reopen();
    await untilSave(videoId, "saved");
    expect(await patches()).toBe(before + 1);
    expect(await at.videosNamed("once.mp4")).toMatchObject([{ description: "arrived, and the answer lost" }]);
  });

  it("are refused by the field: the others are saved, and the product is named", async () => {
    const videoId = await newVideo("refused.mp4");
    const [gone, fresh] = await find("帳篷", 2);
    if (gone === undefined || fresh === undefined) throw new Error("nothing found");
    await mark(gone, { gone: true });
    library().edit(videoId, { title: "Saved", description: "as well", products: [tagOf(gone)] });
    await untilSave(videoId, "failed");
    expect(library().get(videoId)?.save).toMatchObject({
      error: { code: "product-gone", details: { name: gone.title } },
    });
    await at.app.eventually("the others", async () => (await at.videosNamed("refused.mp4"))[0]?.title === "Saved");
    expect(await at.videosNamed("refused.mp4")).toMatchObject([{ description: "as well" }]);
    library().edit(videoId, { products: [tagOf(fresh)] });
    await untilSave(videoId, "saved");
    expect(await listOn(videoId)).toEqual(keysOf([fresh]));
  });

  it("never drop a product that cannot be identified: the list waits until the person has taken it off", async () => {
    const videoId = await newVideo("nameless.mp4");
    const [strange, known, fresh] = await find("投影", 3);
    if (strange === undefined || known === undefined || fresh === undefined) throw new Error("nothing found");
    await at.app.client.videos.update(videoId, { products: [strange.ref, known.ref] });
    await mark(strange, { nameless: true });
    const list = await library().products(videoId);
    expect(list[0]).toMatchObject({ ref: null, title: strange.title });
    library().edit(videoId, { products: [...list, tagOf(fresh)], description: "not held up" });
    await untilSave(videoId, "failed");
    expect(library().get(videoId)?.save).toMatchObject({ error: { code: "product-unidentified" } });
    await at.app.eventually(
      "the description",
      async () => (await at.videosNamed("nameless.mp4"))[0]?.description === "not held up",
    );
    expect(await listOn(videoId)).toEqual(keysOf([strange, known]));
    library().edit(videoId, { products: [...list.slice(1), tagOf(fresh)] });
    await untilSave(videoId, "saved");
    expect(await listOn(videoId)).toEqual(keysOf([known, fresh]));
  });

  it("change the cover, and remember which frame it is", async () => {
    const videoId = await newVideo("cover.mp4");
    const before = library().get(videoId)?.coverKey;
    library().edit(videoId, { coverTimeMs: 1200 });
    await untilSave(videoId, "saved");
    expect(await at.videosNamed("cover.mp4")).toMatchObject([{ thumbnail_ms: 1200 }]);
    await at.app.eventually("another cover", () => library().get(videoId)?.coverKey !== before);
    expect(library().get(videoId)?.coverTimeMs).toBe(1200);
  });
});

describe("products that went offline or are gone", () => {
  it("are found on all own videos and replaced everywhere, with an undo, also over a restart", async () => {
    const [old, other, fresh] = await find("鍵盤", 3);
    if (old === undefined || other === undefined || fresh === undefined) throw new Error("nothing found");
    const videoIds = [await newVideo("rep 1.mp4"), await newVideo("rep 2.mp4"), await newVideo("rep 3.mp4")];
    const [first = "", second = "", third = ""] = videoIds;
    await at.app.client.videos.update(first, { products: [old.ref, other.ref] });
    await at.app.client.videos.update(second, { products: [other.ref, old.ref] });
    await at.app.client.videos.update(third, { products: [fresh.ref, old.ref] });
    await library().sync();
    for (const videoId of videoIds) await library().products(videoId);
    await mark(old, { offline: true });
    await mark(other, { price: other.price * 2 });
    for (const videoId of videoIds) await library().products(videoId);
    expect(library().get(first)?.deadProducts).toBe(1);
    expect((await library().products(first))[1]).toMatchObject({ price: other.price * 2, taggedPrice: other.price });

    const { replacements } = at.app.workspace;
    const plan = replacements.plan(tagOf(old), tagOf(fresh));
    expect(plan.map(({ videoId }) => videoId).sort()).toEqual([...videoIds].sort());
    const run = replacements.start(tagOf(old), tagOf(fresh), videoIds);
    await at.app.reopen();
    const settled = () => at.app.workspace.replacements.list().find(({ id }) => id === run.id);
    await at.app.eventually("all changed", () => settled()?.items.every(({ state }) => state === "changed") === true);
    for (const videoId of videoIds) await untilSave(videoId, "saved");
    expect(await listOn(first)).toEqual(keysOf([fresh, other]));
    expect(await listOn(second)).toEqual(keysOf([other, fresh]));
    expect(await listOn(third)).toEqual(keysOf([fresh]));

    const undo = at.app.workspace.replacements.undo(run.id);
    const undone = () => at.app.workspace.replacements.list().find(({ id }) => id === undo?.id);
    await at.app.eventually("all undone", () => undone()?.items.every(({ state }) => state === "changed") === true);
    for (const videoId of videoIds) await untilSave(videoId, "saved");
    expect(await listOn(first)).toEqual(keysOf([old, other]));
    expect(await listOn(second)).toEqual(keysOf([other, old]));
    expect(await listOn(third)).toEqual(keysOf([fresh, old]));
  });
});
