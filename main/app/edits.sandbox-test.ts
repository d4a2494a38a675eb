import { describe, expect, it } from "vitest";
import { type FoundProduct, tagOf } from "../../shared/model/product.ts";
import type { SaveState } from "../../shared/model/video.ts";
import { keysOf, prepareDetails } from "./details.test-harness.ts";

const { at, library, listOn, find, mark, handlers } = prepareDetails();

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

describe("edits of a published video", () => {
  it("made in a row that was there already go to that video", async () => {
    const path = await at.newFile("there.mp4");
    await newVideoFrom(path);
    const again = await at.addOne(path);
    const { state } = await at.app.until(again, "duplicate");
    await at.app.eventually("linked", () => {
      const { state: now } = at.app.upload(again);
      return now.phase === "duplicate" && now.videoId !== null;
    });
    expect(state.phase).toBe("duplicate");
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
      const { counts } = await at.sandbox.state();
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

    const swap = { kind: "swapProduct", from: tagOf(old), to: tagOf(fresh) } as const;
    const plan = at.app.workspace.planChange(swap, videoIds);
    expect(plan.map(({ outcome }) => outcome)).toEqual(["changed", "changed", "changed"]);
    expect(plan[0]).toMatchObject({
      before: { products: [old.title, other.title] },
      after: { products: [fresh.title, other.title] },
    });
    const { id } = at.app.workspace.bulk.start(swap, videoIds);
    await at.app.reopen();
    const isDone = (jobId: string) => () => at.app.workspace.bulk.items(jobId).every(({ state }) => state === "done");
    await at.app.eventually("all changed", isDone(id));
    expect(await listOn(first)).toEqual(keysOf([fresh, other]));
    expect(await listOn(second)).toEqual(keysOf([other, fresh]));
    expect(await listOn(third)).toEqual(keysOf([fresh]));

    const undo = at.app.workspace.bulk.undo(id);
    await at.app.eventually("all undone", isDone(undo.id));
    expect(await listOn(first)).toEqual(keysOf([old, other]));
    expect(await listOn(second)).toEqual(keysOf([other, old]));
    expect(await listOn(third)).toEqual(keysOf([fresh, old]));
  });
});
