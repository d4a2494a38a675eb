import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createBuiltPage } from "./app-protocol.ts";
import { bytesOf } from "./page-response.test-harness.ts";

vi.mock("electron", () => ({ protocol: {} }));

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
