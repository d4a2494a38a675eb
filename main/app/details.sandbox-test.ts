import { describe, expect, it } from "vitest";
import { tagOf } from "../../shared/model/product.ts";
import { keysOf, prepareDetails } from "./details.test-harness.ts";
import { onDetails } from "./uploads.test-harness.ts";

const { at, listOn, find, mark, handlers, library } = prepareDetails();

function cardOf(id: string) {
  const { state } = at.app.upload(id);
  return "videoId" in state && state.videoId !== null ? library().get(state.videoId) : null;
}

describe("products of an upload", () => {
  it("go out with its details, in order", async () => {
    const products = await find("耳機", 3);
    await at.fault({ kind: "slow-read", bytesPerSecond: 8_000_000 });
    const id = await at.addOne(await at.newFile("tagged.mp4", 8_000_000));
    const patch = { products: products.map(tagOf), coverTimeMs: 433 };
    at.app.workspace.engine.edit(id, patch);
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
    at.app.workspace.engine.edit(id, patch);
    await at.app.until(id, "complete");
    const { save } = at.app.upload(id);
    expect(save).toMatchObject({
      state: "failed",
      error: { code: "product-gone", details: { name: gone.title, products: keysOf([gone]) } },
    });
    at.app.workspace.engine.edit(id, { products: [tagOf(kept)] });
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
    at.app.workspace.engine.edit(id, stayPrivate);
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
      at.app.workspace.engine.edit(id, stayPrivate);
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
    at.app.workspace.engine.edit(id, { ...stayPrivate, description: "mine" });
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
    at.app.workspace.engine.edit(id, patch);
    await at.app.eventually("refused", () => at.app.upload(id).save.state === "failed");
    expect(await at.videosNamed("hidden.mp4")).toMatchObject([{ access: 1 }]);
    await at.sandbox.control("POST", "processing", { ms: 50 });
  });

  it("is not forgotten when what is finished is cleared away", async () => {
    const id = await at.addOne(await at.newFile("cleared.mp4"));
    at.app.workspace.engine.edit(id, { title: "Cleared" });
    await at.fault({ kind: "status", status: 503, match: onDetails, times: 0 });
    await at.app.until(id, "saving");
    handlers()["uploads.clearFinished"](undefined);
    expect(at.app.upload(id).id).toBe(id);
    await at.sandbox.control("DELETE", "faults");
    await at.app.until(id, "complete");
    await at.app.eventually("saved", () => at.app.upload(id).save.state === "saved");
    handlers()["uploads.clearFinished"](undefined);
    expect(at.app.workspace.engine.get(id)).toBeUndefined();
    expect(await at.videosNamed("cleared.mp4")).toMatchObject([{ title: "Cleared" }]);
  });
});
