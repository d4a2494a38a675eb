import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TaggedProduct } from "../../shared/model/product.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideoChanges } from "../biggo/video-changes.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video, VideoProduct } from "../biggo/wire/video.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { createBulkJobs } from "../bulk/bulk-jobs.ts";
import { openDatabase } from "../database/open-database.ts";
import { systemClock } from "../foundation/clock.ts";
import { createLibrary } from "../library/library.ts";

let folder: string;
let fixture: ReturnType<typeof createFixture>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "library-test-"));
});
afterEach(() => {
  fixture.close();
  rmSync(folder, { recursive: true });
});

/** Waits until started work is done; the fake BigGo responds immediately. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 25));

const tag = (oid: string): TaggedProduct => ({
  ref: { nindex: "tw_ec_x", oid },
  title: `Product ${oid}`,
  price: 1,
  symbol: "$",
  currency: "TWD",
  storeName: "",
  availability: "available",
  taggedPrice: 1,
});
const onBigGo = (oid: string, availability: VideoProduct["availability"] = "available") =>
  ({ ...tag(oid), nindex: "tw_ec_x", oid, availability, image: "" }) as unknown as VideoProduct;

/** A library and bulk jobs over an in-memory BigGo whose listing can be delayed. */
function createFixture(first: Video) {
  const biggo = new Map([[first.videoId, first]]);
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: Date.now(), onSalvaged: () => {} });
  let listingGate: Promise<void> = Promise.resolve();
  const publishedProducts: string[] = [];
  let checked = 0;

  const change = (videoId: string, changes: Partial<Video>) =>
    biggo.set(videoId, { ...(biggo.get(videoId) as Video), ...changes });
  const videos = {
    async get(videoId: string) {
      const video = biggo.get(videoId);
      if (video === undefined) throw new BigGoError("refused", "gone", { biggoCode: 1004 });
      return structuredClone(video);
    },
    async update(videoId: string, { description, access, products }: VideoChanges) {
      if (description !== undefined) change(videoId, { description });
      if (access !== undefined) change(videoId, { access });
      if (products === undefined) return;
      change(videoId, { products: products.map(({ oid }) => onBigGo(oid)), productCount: products.length });
    },
    remove: async (videoId: string) => void biggo.delete(videoId),
    async listOwn(page: number) {
      const listed = page === 1 ? structuredClone([...biggo.values()]) : [];
      await listingGate;
      return { videos: listed, unreadable: 0, total: biggo.size, owner: null };
    },
  } as unknown as VideosApi;

  const library = createLibrary({
    database,
    videos,
    uploadIdOf: () => null,
    uploadsProcessing: () => [],
    onChange: ({ upserts, removed }) => bulk?.videosChanged([...upserts.map(({ videoId }) => videoId), ...removed]),
    onStatus() {},
    onDetails() {},
    onGone() {},
    onSignedOut() {},
    onProducts: (videoId) => void publishedProducts.push(videoId ?? ""),
    onProductsChecked() {
      checked += 1;
    },
    explain: async (error) => toErrorValue(error),
    onFullSync() {},
    onDeleted() {},
    onDeleteFailed() {},
    ...systemClock,
  });
  let bulk: ReturnType<typeof createBulkJobs> | null = null;
  bulk = createBulkJobs({
    database,
    library: {
      details: library.get,
      fileName: () => null,
      knownProducts: library.cachedProducts,
      products: library.products,
      edit: library.edit,
      pending: library.pendingEdit,
      saveEdit: library.saveEdit,
      remove: library.removeNow,
    },
    onChange() {},
    onSignedOut() {},
    ...systemClock,
  });
  return {
    biggo: () => biggo.get("v") as Video,
    changeOnBigGo: (changes: Partial<Video>) => change("v", changes),
    library,
    bulk,
    publishedProducts,
    checked: () => checked,
    oids: () => biggo.get("v")?.products.map(({ oid }) => oid),
    /** Starts a sync whose listing BigGo has read but not delivered; call the result to deliver it. */
    async beginSync() {
      let deliver = () => {};
      listingGate = new Promise((resolve) => {
        deliver = resolve;
      });
      const syncing = library.sync("all");
      await settled();
      return async () => {
        listingGate = Promise.resolve();
        deliver();
        await syncing;
        await settled();
      };
    },
    close() {
      library.stop();
      bulk?.stop();
      database.close();
    },
  };
}

async function open(changes: Partial<Video>) {
  fixture = createFixture(sampleVideo("v", changes));
  await fixture.library.sync("all");
  return fixture;
}

describe("a listing in flight during a save", () => {
  it("does not revert the saved values, nor their undo", async () => {
    const { library, bulk, biggo, beginSync } = await open({ access: "public", description: "old" });
    const deliver = await beginSync();
    const job = bulk.start({ kind: "access", access: "private" }, ["v"]);
    library.edit("v", { description: "new" });
    await settled();
    await deliver();
    expect(library.get("v")).toMatchObject({ access: "private", description: "new", save: { state: "saved" } });
    bulk.undo(job.id);
    await settled();
    expect(biggo().access).toBe("public");
    library.edit("v", { description: "newer" });
    await settled();
    expect(library.get("v")?.save.state).toBe("saved");
    expect(biggo().description).toBe("newer");
  });

  it("does not restore a deleted video", async () => {
    const { library, beginSync } = await open({});
    const deliver = await beginSync();
    await library.removeNow("v");
    await deliver();
    expect(library.get("v")).toBeNull();
  });
});

describe("a change made elsewhere", () => {
  it("is detected against the values the user saw, not the synced ones", async () => {
    const { library, biggo, changeOnBigGo } = await open({ description: "base" });
    changeOnBigGo({ description: "theirs" });
    await library.sync("all");
    library.edit("v", { description: "typed into the old text" }, { description: "base" });
    await settled();
    expect(library.get("v")?.save).toEqual({ state: "conflict", theirs: { description: "theirs" } });
    expect(biggo().description).toBe("theirs");
  });

  it("is not lost when the user edits an outdated product list", async () => {
    const { library, bulk, oids } = await open({ productCount: 1, products: [onBigGo("1")] });
    const shown = await library.products("v");
    bulk.start({ kind: "addProduct", product: tag("2") }, ["v"]);
    await settled();
    expect(oids()).toEqual(["1", "2"]);
    library.edit("v", { products: [...shown, tag("3")] }, { products: shown });
    await settled();
    expect(oids()).toEqual(["1", "2"]);
    expect(library.get("v")?.save.state).toBe("conflict");
  });

  it("stays in conflict while the user keeps typing", async () => {
    const { library, biggo, changeOnBigGo } = await open({ description: "base" });
    changeOnBigGo({ description: "theirs" });
    library.edit("v", { description: "mine" });
    await settled();
    library.edit("v", { description: "mine, longer" });
    expect(library.get("v")?.save.state).toBe("conflict");
    await settled();
    expect(biggo().description).toBe("theirs");
    library.resolveConflict("v", "mine");
    await settled();
    expect(biggo().description).toBe("mine, longer");
  });
});

describe("a bulk job over the library", () => {
  it("computes its change again when a discarded item is retried", async () => {
    const { library, bulk, biggo, changeOnBigGo } = await open({ description: "base" });
    changeOnBigGo({ description: "theirs" });
    const job = bulk.start({ kind: "appendText", text: "#BigGo" }, ["v"]);
    await settled();
    expect(bulk.list()[0]?.counts.failed).toBe(1);
    library.resolveConflict("v", "theirs");
    await settled();
    bulk.retry(job.id);
    await settled();
    expect(bulk.list()[0]?.counts.done).toBe(1);
    expect(biggo().description).toBe("theirs\n#BigGo");
  });

  it("publishes changed product lists and every unchanged read", async () => {
    const { library, bulk, publishedProducts, checked } = await open({
      productCount: 1,
      products: [onBigGo("1", "offline")],
    });
    await library.products("v");
    const before = publishedProducts.length;
    bulk.start({ kind: "swapProduct", from: tag("1"), to: tag("2") }, ["v"]);
    await settled();
    expect(publishedProducts.slice(before)).toContain("v");
    expect(library.get("v")?.deadProducts).toBe(0);
    await library.products("v");
    const checksBefore = checked();
    await library.products("v");
    expect(checked()).toBe(checksBefore + 1);
  });
});
