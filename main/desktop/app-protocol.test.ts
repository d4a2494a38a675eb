import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createBuiltPage, type ServeMedia, serveApp, serveFile } from "./app-protocol.ts";
import { bytesOf } from "./page-response.test-harness.ts";

type Answer = { statusCode?: number; headers?: Record<string, string>; data?: Readable; error?: number };
type Handler = (request: object, answer: (response: Answer) => void) => void;

const registered = vi.hoisted(() => ({ handler: undefined as unknown }));
vi.mock("electron", () => ({
  protocol: {
    registerStreamProtocol: (_scheme: string, handler: unknown) => {
      registered.handler = handler;
    },
  },
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "built-page-"));
  mkdirSync(join(folder, "page", "assets"), { recursive: true });
  writeFileSync(join(folder, "page", "index.html"), '<!doctype html><html lang="en"><body></body></html>');
  writeFileSync(join(folder, "page", "assets", "first.js"), "start()");
  writeFileSync(join(folder, "secret.js"), "secret");
  symlinkSync(join(folder, "secret.js"), join(folder, "page", "linked.js"));
  writeFileSync(join(folder, "page", "notes.txt"), "notes");
});
afterEach(() => rmSync(folder, { recursive: true }));

const attributes = { lang: "ja", class: "dark", "data-theme": "dark", "data-shell": "card" };

async function get(path: string): Promise<{ status: number; text: string }> {
  const serve = await createBuiltPage(join(folder, "page"), () => attributes);
  const response = await serve(new URL(`app://uploader${path}`));
  return { status: response.status ?? 200, text: String(await bytesOf(response)) };
}

describe("createBuiltPage", () => {
  it("serves the document in the language and theme of now, and its files", async () => {
    expect((await get("/")).text).toContain('<html lang="ja" class="dark" data-theme="dark" data-shell="card">');
    expect(await get("/assets/first.js")).toEqual({ status: 200, text: "start()" });
  });

  it.each([
    ["a file outside of its folder", "/..%2fsecret.js"],
    ["one by an absolute path", "/%2fetc/passwd.js"],
    ["one that a link leads to", "/linked.js"],
    ["a kind of file that no page has", "/notes.txt"],
    ["a folder", "/assets"],
    ["what is not there", "/none.js"],
    ["an address that cannot be decoded", "/%E0%A4%A.js"],
    ["an address with a null byte", "/a%00.js"],
  ])("does not serve %s", async (_, path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe("serveApp", () => {
  const page = async () => ({ headers: {}, body: "the page" });

  /** What Electron is answered for a request. */
  function request(serveMedia: ServeMedia, url: string, { method = "GET", headers = {} } = {}): Promise<Answer> {
    serveApp(page, serveMedia);
    return new Promise((resolve) => (registered.handler as Handler)({ url, method, headers }, resolve));
  }
  const textOf = async ({ data }: Answer) => (data === undefined ? "" : String(await buffer(data)));

  it("serves the page and media of its own origin by GET, and nothing else", async () => {
    const none: ServeMedia = async () => null;
    expect(await textOf(await request(none, "app://uploader/"))).toBe("the page");
    for (const [url, method] of [
      ["app://uploader/", "POST"],
      ["app://other/", "GET"],
      ["app://uploader/media/cover/1", "GET"],
    ] as const) {
      expect((await request(none, url, { method })).statusCode).toBe(404);
    }
  });

  it.each(["range", "Range", "RANGE"])("serves a part of a file by the header %s", async (name) => {
    const media: ServeMedia = ({ range }) => serveFile(join(folder, "secret.js"), "video/mp4", range);
    const answer = await request(media, "app://uploader/media/upload/1", { headers: { [name]: "bytes=1-3" } });
    expect([answer.statusCode, await textOf(answer)]).toEqual([206, "ecr"]);
  });

  it("fails the request when its handler does, and survives a body that breaks after the page left", async () => {
    const failing = await request(async () => Promise.reject(new Error("broken")), "app://uploader/media/upload/1");
    expect(failing).toEqual({ error: -9 });
    let signal: AbortSignal | undefined;
    const body = new Readable({ read() {} });
    const media: ServeMedia = async (asked) => {
      signal = asked.signal;
      return { headers: {}, body };
    };
    await request(media, "app://uploader/media/upload/1");
    expect(signal?.aborted).toBe(false);
    body.destroy(new Error("the drive is gone"));
    await vi.waitFor(() => expect(signal?.aborted).toBe(true));
  });
});
