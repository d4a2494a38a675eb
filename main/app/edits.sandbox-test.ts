import { describe, expect, it } from "vitest";
import { type FoundProduct, tagOf } from "../../shared/model/product.ts";
import type { SaveState } from "../../shared/model/video.ts";
import { keysOf, setupDetailsFixture } from "./details.test-harness.ts";

const { fixture, library, listOn, find, mark, handlers } = setupDetailsFixture();

const newVideo = async (name: string) => newVideoFrom(await fixture.newFile(name));

/** Uploads a file; resolves with the id of its complete video once it is in the library. */
async function newVideoFrom(path: string): Promise<string> {
  const id = await fixture.addOne(path);
  const { state } = await fixture.app.until(id, "complete");
  const videoId = state.phase === "complete" ? state.videoId : "";
  await fixture.app.eventually("in the library", () => library().get(videoId) !== null);
  return videoId;
}

const untilSave = (videoId: string, state: SaveState["state"]) =>
  fixture.app.eventually(`${videoId} ${state}`, () => library().get(videoId)?.save.state === state);

describe("edits of a published video", () => {
  it("made on a duplicate's row are saved to its video", async () => {
    const path = await fixture.newFile("there.mp4");
    await newVideoFrom(path);
    const again = await fixture.addOne(path);
    const { state } = await fixture.app.until(again, "duplicate");
    await fixture.app.eventually("linked", () => {
      const { state: now } = fixture.app.upload(again);
      return now.phase === "duplicate" && now.videoId !== null;
    });
    expect(state.phase).toBe("duplicate");
    handlers()["uploads.setDetails"]({ id: again, patch: { description: "typed there" } });
    await fixture.app.eventually(
      "sent",
      async () => (await fixture.videosNamed("there.mp4"))[0]?.description === "typed there",
    );
  });

  it("do not conflict with an earlier attempt whose response was lost", async () => {
    const videoId = await newVideo("typing.mp4");
    await fixture.fault({ kind: "drop-answer", match: { method: "PATCH", path: "^/api/v1/video/.+" } });
    library().edit(videoId, { description: "Hel" });
    await fixture.app.eventually(
      "arrived",
      async () => (await fixture.videosNamed("typing.mp4"))[0]?.description === "Hel",
    );
    library().edit(videoId, { description: "Hello" });
    await fixture.app.reopen();
    await untilSave(videoId, "saved");
    expect(await fixture.videosNamed("typing.mp4")).toMatchObject([{ description: "Hello" }]);
  });

  it("survive a restart with a malformed product list from BigGo", async () => {
    const videoId = await newVideo("strange.mp4");
    const twice = { id: "1", index: "tw_ec_x", title: "T".repeat(5000), symbol: "S".repeat(50), price: 1 };
    const video = { video_id: videoId, status: { process_status: 13 }, product_list: [twice, twice] };
    const body = { result: true, video: [video], size: 1 };
    const one = { method: "GET", path: `^/api/v1/video/${videoId}` };
    await fixture.fault({ kind: "status", status: 200, body, match: one, times: 0 });
    await library().products(videoId);
    const [product] = await find("耳機", 1);
    if (product === undefined) throw new Error("nothing found");
    await fixture.fault({ kind: "status", status: 500, match: { method: "PATCH", path: "video" }, times: 0 });
    library().edit(videoId, { products: [tagOf(product)] });
    await fixture.app.reopen();
    expect(library().get(videoId)?.productCount).toBe(1);
  });

  it("start from the product list with ids, and keep every product", async () => {
    const videoId = await newVideo("kept.mp4");
    const products = await find("鞋", 4);
    await fixture.app.client.videos.update(videoId, { products: products.slice(0, 3).map(({ ref }) => ref) });
    await library().sync();
    const list = await library().products(videoId);
    expect(list.map(({ ref }) => ref)).toEqual(products.slice(0, 3).map(({ ref }) => ref));
    library().edit(videoId, { products: [...list, tagOf(products[3] as FoundProduct)] });
    await untilSave(videoId, "saved");
    expect(await listOn(videoId)).toEqual(keysOf(products));
    expect(library().get(videoId)?.productCount).toBe(4);
  });

  it("of a field changed elsewhere conflict until the user resolves them", async () => {
    const videoId = await newVideo("both.mp4");
    await fixture.app.client.videos.update(videoId, { description: "theirs", access: "unlisted" });
    library().edit(videoId, { description: "mine", title: "New" });
    await untilSave(videoId, "conflict");
    expect(library().get(videoId)).toMatchObject({
      description: "mine",
      save: { state: "conflict", theirs: { description: "theirs" } },
    });
    // A field without a conflict is saved immediately.
    await fixture.app.eventually("the title", async () => (await fixture.videosNamed("both.mp4"))[0]?.title === "New");
    library().resolveConflict(videoId, "mine");
    await untilSave(videoId, "saved");
    expect(await fixture.videosNamed("both.mp4")).toMatchObject([{ description: "mine", access: 2 }]);
    await fixture.app.client.videos.update(videoId, { description: "theirs again" });
    library().edit(videoId, { description: "mine again" });
    await untilSave(videoId, "conflict");
    library().resolveConflict(videoId, "theirs");
    await untilSave(videoId, "saved");
    expect(library().get(videoId)?.description).toBe("theirs again");
    expect(await fixture.videosNamed("both.mp4")).toMatchObject([{ description: "theirs again" }]);
  });

  it("that BigGo already has are not sent again after a restart", async () => {
    const videoId = await newVideo("once.mp4");
    const patches = async () => {
      const { counts } = await fixture.sandbox.state();
      return counts.requests["PATCH /api/v1/video/:id"] ?? 0;
    };
    const before = await patches();
    await fixture.fault({ kind: "drop-answer", match: { method: "PATCH", path: "^/api/v1/video/.+" } });
    library().edit(videoId, { description: "arrived, and the answer lost" });
    await fixture.app.eventually("arrived", async () => (await patches()) === before + 1);
    await fixture.app.reopen();
    await untilSave(videoId, "saved");
    expect(await patches()).toBe(before + 1);
    expect(await fixture.videosNamed("once.mp4")).toMatchObject([{ description: "arrived, and the answer lost" }]);
  });

  it("are refused per field: the others are saved and the refused product is named", async () => {
    const videoId = await newVideo("refused.mp4");
    const [gone, fresh] = await find("帳篷", 2);
    if (gone === undefined || fresh === undefined) throw new Error("nothing found");
    await mark(gone, { gone: true });
    library().edit(videoId, { title: "Saved", description: "as well", products: [tagOf(gone)] });
    await untilSave(videoId, "failed");
    expect(library().get(videoId)?.save).toMatchObject({
      error: { code: "product-gone", details: { name: gone.title } },
    });
    await fixture.app.eventually(
      "the others",
      async () => (await fixture.videosNamed("refused.mp4"))[0]?.title === "Saved",
    );
    expect(await fixture.videosNamed("refused.mp4")).toMatchObject([{ description: "as well" }]);
    library().edit(videoId, { products: [tagOf(fresh)] });
    await untilSave(videoId, "saved");
    expect(await listOn(videoId)).toEqual(keysOf([fresh]));
  });

  it("hold a list with an unidentified product until the user removes that product", async () => {
    const videoId = await newVideo("nameless.mp4");
    const [unidentified, known, fresh] = await find("投影", 3);
    if (unidentified === undefined || known === undefined || fresh === undefined) throw new Error("nothing found");
    await fixture.app.client.videos.update(videoId, { products: [unidentified.ref, known.ref] });
    await mark(unidentified, { nameless: true });
    const list = await library().products(videoId);
    expect(list[0]).toMatchObject({ ref: null, title: unidentified.title });
    library().edit(videoId, { products: [...list, tagOf(fresh)], description: "not held up" });
    await untilSave(videoId, "failed");
    expect(library().get(videoId)?.save).toMatchObject({ error: { code: "product-unidentified" } });
    await fixture.app.eventually(
      "the description",
      async () => (await fixture.videosNamed("nameless.mp4"))[0]?.description === "not held up",
    );
    expect(await listOn(videoId)).toEqual(keysOf([unidentified, known]));
    library().edit(videoId, { products: [...list.slice(1), tagOf(fresh)] });
    await untilSave(videoId, "saved");
    expect(await listOn(videoId)).toEqual(keysOf([known, fresh]));
  });

  it("change the cover and remember its time", async () => {
    const videoId = await newVideo("cover.mp4");
    const before = library().get(videoId)?.coverKey;
    library().edit(videoId, { coverTimeMs: 1200 });
    await untilSave(videoId, "saved");
    expect(await fixture.videosNamed("cover.mp4")).toMatchObject([{ thumbnail_ms: 1200 }]);
    await fixture.app.eventually("a new cover", () => library().get(videoId)?.coverKey !== before);
    expect(library().get(videoId)?.coverTimeMs).toBe(1200);
  });
});

describe("products that are offline", () => {
  it("are found on all videos, replaced everywhere after a restart, and restored by an undo", async () => {
    const [old, other, fresh] = await find("鍵盤", 3);
    if (old === undefined || other === undefined || fresh === undefined) throw new Error("nothing found");
    const videoIds = [await newVideo("rep 1.mp4"), await newVideo("rep 2.mp4"), await newVideo("rep 3.mp4")];
    const [first = "", second = "", third = ""] = videoIds;
    await fixture.app.client.videos.update(first, { products: [old.ref, other.ref] });
    await fixture.app.client.videos.update(second, { products: [other.ref, old.ref] });
    await fixture.app.client.videos.update(third, { products: [fresh.ref, old.ref] });
    await library().sync();
    for (const videoId of videoIds) await library().products(videoId);
    await mark(old, { offline: true });
    await mark(other, { price: other.price * 2 });
    for (const videoId of videoIds) await library().products(videoId);
    expect(library().get(first)?.deadProducts).toBe(1);
    expect((await library().products(first))[1]).toMatchObject({ price: other.price * 2, taggedPrice: other.price });

    const swap = { kind: "swapProduct", from: tagOf(old), to: tagOf(fresh) } as const;
    const plan = fixture.app.workspace.planChange(swap, videoIds);
    expect(plan.map(({ outcome }) => outcome)).toEqual(["changed", "changed", "changed"]);
    expect(plan[0]).toMatchObject({
      before: { products: [old.title, other.title] },
      after: { products: [fresh.title, other.title] },
    });
    const { id } = fixture.app.workspace.bulk.start(swap, videoIds);
    await fixture.app.reopen();
    const isDone = (jobId: string) => () =>
      fixture.app.workspace.bulk.items(jobId).every(({ state }) => state === "done");
    await fixture.app.eventually("all changed", isDone(id));
    expect(await listOn(first)).toEqual(keysOf([fresh, other]));
    expect(await listOn(second)).toEqual(keysOf([other, fresh]));
    expect(await listOn(third)).toEqual(keysOf([fresh]));

    const undo = fixture.app.workspace.bulk.undo(id);
    await fixture.app.eventually("all undone", isDone(undo.id));
    expect(await listOn(first)).toEqual(keysOf([old, other]));
    expect(await listOn(second)).toEqual(keysOf([other, old]));
    expect(await listOn(third)).toEqual(keysOf([fresh, old]));
  });
});
