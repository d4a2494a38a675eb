import { describe, expect, it } from "vitest";
import { tagOf } from "../../shared/model/product.ts";
import { keysOf, setupDetailsFixture } from "./details.test-harness.ts";
import { onDetails } from "./uploads.test-harness.ts";

const { fixture, listOn, find, mark, handlers, library } = setupDetailsFixture();

function libraryVideoOf(id: string) {
  const { state } = fixture.app.upload(id);
  return "videoId" in state && state.videoId !== null ? library().get(state.videoId) : null;
}

describe("the products of an upload", () => {
  it("are saved with its details, in order", async () => {
    const products = await find("耳機", 3);
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 8_000_000 });
    const id = await fixture.addOne(await fixture.newFile("tagged.mp4", 8_000_000));
    const patch = { products: products.map(tagOf), coverTimeMs: 433 };
    fixture.app.workspace.engine.edit(id, patch);
    await fixture.app.until(id, "complete");
    const [video] = await fixture.videosNamed("tagged.mp4");
    expect(await listOn(video?.video_id ?? "")).toEqual(keysOf(products));
    expect(video).toMatchObject({ thumbnail_ms: 433 });
  });

  it("are refused naming the gone product, and are saved without it", async () => {
    const [goneProduct, kept] = await find("手錶", 2);
    if (goneProduct === undefined || kept === undefined) throw new Error("nothing found");
    await mark(goneProduct, { gone: true });
    const id = await fixture.addOne(await fixture.newFile("one gone.mp4"));
    const patch = { title: "Both", products: [goneProduct, kept].map(tagOf) };
    fixture.app.workspace.engine.edit(id, patch);
    await fixture.app.until(id, "complete");
    const { save } = fixture.app.upload(id);
    expect(save).toMatchObject({
      state: "failed",
      error: { code: "product-gone", details: { name: goneProduct.title, products: keysOf([goneProduct]) } },
    });
    fixture.app.workspace.engine.edit(id, { products: [tagOf(kept)] });
    await fixture.app.eventually("saved", () => fixture.app.upload(id).save.state === "saved");
    const [video] = await fixture.videosNamed("one gone.mp4");
    expect(video).toMatchObject({ title: "Both" });
    expect(await listOn(video?.video_id ?? "")).toEqual(keysOf([kept]));
  });
});

describe("stayPrivate", () => {
  const stayPrivate = { access: "public", stayPrivate: true } as const;

  it("publishes the video on completion, also after a restart", async () => {
    await fixture.sandbox.control("POST", "processing", { ms: 60_000 });
    const id = await fixture.addOne(await fixture.newFile("later.mp4"));
    fixture.app.workspace.engine.edit(id, stayPrivate);
    await fixture.app.until(id, "processing");
    await fixture.app.eventually("saved", () => fixture.app.upload(id).save.state === "saved");
    expect(await fixture.videosNamed("later.mp4")).toMatchObject([{ access: 1 }]);
    await fixture.app.reopen(() => fixture.sandbox.control("POST", "processing", { ms: 50 }).then(() => {}));
    await fixture.app.until(id, "complete");
    await fixture.app.eventually("public", async () => (await fixture.videosNamed("later.mp4"))[0]?.access === 0);
    expect(fixture.app.upload(id).details).toMatchObject({ access: "public", stayPrivate: false });
  });

  it("can be cleared to publish early, and keeps the video private when processing fails", async () => {
    await fixture.sandbox.control("POST", "processing", { ms: 60_000 });
    const [now, never] = await fixture.app.add(await fixture.newFile("now.mp4"), await fixture.newFile("never.mp4"));
    for (const id of [now ?? "", never ?? ""]) {
      fixture.app.workspace.engine.edit(id, stayPrivate);
      await fixture.app.until(id, "processing");
    }
    await fixture.app.eventually("saved", () => fixture.app.upload(now ?? "").save.state === "saved");
    await fixture.app.eventually("in the library", () => libraryVideoOf(now ?? "") !== null);
    handlers()["uploads.setDetails"]({ id: now ?? "", patch: { stayPrivate: false } });
    await fixture.app.eventually("public", async () => (await fixture.videosNamed("now.mp4"))[0]?.access === 0);
    const [broken] = await fixture.videosNamed("never.mp4");
    await fixture.sandbox.control("POST", `videos/${broken?.video_id}`, { failed: true });
    await fixture.app.until(never ?? "", "failed");
    expect(await fixture.videosNamed("never.mp4")).toMatchObject([{ access: 1 }]);
    await fixture.sandbox.control("POST", "processing", { ms: 50 });
  });

  it("keeps changes made elsewhere when it publishes", async () => {
    await fixture.sandbox.control("POST", "processing", { ms: 60_000 });
    const id = await fixture.addOne(await fixture.newFile("elsewhere.mp4"));
    fixture.app.workspace.engine.edit(id, { ...stayPrivate, description: "mine" });
    await fixture.app.until(id, "processing");
    const [video] = await fixture.videosNamed("elsewhere.mp4");
    const [product] = await find("耳機", 1);
    if (product === undefined) throw new Error("nothing found");
    const otherChanges = { description: "corrected on the web", products: [product.ref] };
    await fixture.app.client.videos.update(video?.video_id ?? "", otherChanges);
    await fixture.sandbox.control("POST", "processing", { ms: 50 });
    await fixture.app.eventually("public", async () => (await fixture.videosNamed("elsewhere.mp4"))[0]?.access === 0);
    expect(await fixture.videosNamed("elsewhere.mp4")).toMatchObject([{ description: "corrected on the web" }]);
    expect(await listOn(video?.video_id ?? "")).toEqual(keysOf([product]));
    expect(fixture.app.upload(id).details).toMatchObject({ access: "public", stayPrivate: false });
  });

  it("keeps the video private when its other details are refused", async () => {
    await fixture.sandbox.control("POST", "processing", { ms: 60_000 });
    const [goneProduct] = await find("水壺", 1).catch(() => find("相機", 1));
    if (goneProduct === undefined) throw new Error("nothing found");
    await mark(goneProduct, { gone: true });
    const id = await fixture.addOne(await fixture.newFile("hidden.mp4"));
    const patch = { ...stayPrivate, products: [tagOf(goneProduct)] };
    fixture.app.workspace.engine.edit(id, patch);
    await fixture.app.eventually("refused", () => fixture.app.upload(id).save.state === "failed");
    expect(await fixture.videosNamed("hidden.mp4")).toMatchObject([{ access: 1 }]);
    await fixture.sandbox.control("POST", "processing", { ms: 50 });
  });

  it("keeps a row with unsaved details when finished rows are cleared", async () => {
    const id = await fixture.addOne(await fixture.newFile("cleared.mp4"));
    fixture.app.workspace.engine.edit(id, { title: "Cleared" });
    await fixture.fault({ kind: "status", status: 503, match: onDetails, times: 0 });
    await fixture.app.until(id, "saving");
    handlers()["uploads.clearFinished"](undefined);
    expect(fixture.app.upload(id).id).toBe(id);
    await fixture.sandbox.control("DELETE", "faults");
    await fixture.app.until(id, "complete");
    await fixture.app.eventually("saved", () => fixture.app.upload(id).save.state === "saved");
    handlers()["uploads.clearFinished"](undefined);
    expect(fixture.app.workspace.engine.get(id)).toBeUndefined();
    expect(await fixture.videosNamed("cleared.mp4")).toMatchObject([{ title: "Cleared" }]);
  });
});
