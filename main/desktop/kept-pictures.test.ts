import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { maxPictureBytes } from "../pictures/picture-bounds.ts";
import type { DecodedPicture } from "../pictures/picture-decoder.ts";
import { createKeptPictures, type WantedPicture } from "./kept-pictures.ts";
import { bytesOf } from "./page-response.test-harness.ts";

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]);
const sent = Buffer.from("what was sent");
const { signal } = new AbortController();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-pictures-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The cache as one start of the app has it; `decode` is scripted, and `fetched` counts what was asked for. */
function start(decode: (bytes: Uint8Array) => Promise<DecodedPicture>, body = sent) {
  const state = { fetched: 0, decoded: 0 };
  const pictures = createKeptPictures({
    folder: () => join(folder, "pictures"),
    async open() {
      state.fetched += 1;
      return {
        body: (async function* () {
          yield body;
        })(),
      } as never;
    },
    decode(bytes) {
      state.decoded += 1;
      return decode(bytes);
    },
  });
  const cover = { ownerId: "v", url: "https://cdn.example.com/cover.jpg?Signature=a", version: "1" };
  return { state, serve: (changes: Partial<WantedPicture> = {}) => pictures.serve({ ...cover, ...changes }, signal) };
}

const refuse = async (): Promise<DecodedPicture> => ({ kind: "refused" });
const succeed = async (): Promise<DecodedPicture> => ({ kind: "picture", bytes: jpeg });

describe("pictures that freeze the window, in the cache", () => {
  it("keeps what was encoded anew, never what was sent", async () => {
    const { serve, state } = start(succeed);
    for (const _ of [1, 2]) expect(await bytesOf(await serve())).toEqual(jpeg);
    expect(state).toEqual({ fetched: 1, decoded: 1 });
    expect(readdirSync(join(folder, "pictures"))).toHaveLength(1);
    // A later start needs neither BigGo nor the decoder.
    const later = start(refuse);
    expect(await bytesOf(await later.serve())).toEqual(jpeg);
    expect(later.state).toEqual({ fetched: 0, decoded: 0 });
  });

  it("does not try again what failed twice, nor after a restart, however it is signed", async () => {
    const first = start(refuse);
    for (const _ of [1, 2, 3, 4]) expect(await first.serve()).toBeNull();
    expect(first.state).toEqual({ fetched: 2, decoded: 2 });
    const second = start(succeed);
    expect(await second.serve({ url: "https://cdn.example.com/cover.jpg?Signature=b" })).toBeNull();
    expect(second.state.fetched).toBe(0);
  });

  it.each([
    ["another address", { url: "https://cdn.example.com/other.jpg" }],
    ["another version", { version: "2" }],
    ["another video", { ownerId: "w" }],
  ])("tries %s", async (_name, changes) => {
    const { serve } = start(refuse);
    for (const _ of [1, 2]) await serve();
    const later = start(succeed);
    expect(await later.serve(changes)).not.toBeNull();
  });

  it("counts an attempt that ended the app", async () => {
    for (const _ of [1, 2]) {
      const { serve, state } = start(() => new Promise(() => {}));
      void serve();
      await expect.poll(() => state.decoded).toBe(1);
    }
    const { serve, state } = start(succeed);
    expect(await serve()).toBeNull();
    expect(state.fetched).toBe(0);
  });

  it("forgets a failed attempt once the picture was decoded, and counts none that says nothing about it", async () => {
    const unavailable = start(async () => ({ kind: "unavailable" }));
    for (const _ of [1, 2, 3]) expect(await unavailable.serve()).toBeNull();
    await start(refuse).serve();
    expect(await start(succeed).serve()).not.toBeNull();
    expect(readdirSync(join(folder, "pictures"))).toHaveLength(1);
  });

  it("fetches no more than the bound, at most twice", async () => {
    const { serve, state } = start(succeed, Buffer.alloc(maxPictureBytes + 1));
    for (const _ of [1, 2, 3]) expect(await serve()).toBeNull();
    expect(state).toEqual({ fetched: 2, decoded: 0 });
  });

  it("fetches and decodes once for callers that ask at once, and few at a time", async () => {
    const { promise, resolve } = Promise.withResolvers<DecodedPicture>();
    const { serve, state } = start(() => promise);
    const same = [serve(), serve(), serve()];
    const others = Array.from({ length: 50 }, (_, index) => serve({ ownerId: String(index) }));
    await expect.poll(() => state).toEqual({ fetched: 6, decoded: 1 });
    // An end of the app at this moment counts for one picture.
    expect(readdirSync(join(folder, "pictures"))).toHaveLength(1);
    resolve({ kind: "picture", bytes: jpeg });
    for (const answer of await Promise.all([...same, ...others])) expect(await bytesOf(answer)).toEqual(jpeg);
    expect(state.fetched).toBe(51);
  });

  it("does not fetch what no caller waits for any more", async () => {
    const { promise, resolve } = Promise.withResolvers<DecodedPicture>();
    const state = { fetched: 0 };
    const pictures = createKeptPictures({
      folder: () => folder,
      async open() {
        state.fetched += 1;
        return { body: (async function* () {})() } as never;
      },
      decode: () => promise,
    });
    const controller = new AbortController();
    const asked = Array.from({ length: 40 }, (_, index) =>
      pictures.serve({ ownerId: String(index), url: "https://cdn.example.com/", version: "" }, controller.signal),
    );
    await expect.poll(() => state.fetched).toBe(6);
    controller.abort();
    resolve({ kind: "refused" });
    await Promise.allSettled(asked);
    expect(state.fetched).toBe(6);
  });
});
