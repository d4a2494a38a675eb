import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSidecar } from "./sidecar.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sidecar-"));
});
afterEach(() => rm(folder, { recursive: true }));

const video = () => join(folder, "開箱 🎧.mp4");
const write = (name: string, text: string | Uint8Array) => writeFile(join(folder, name), text);

describe("readSidecar", () => {
  it("returns null when there is none", async () => {
    expect(await readSidecar(video())).toBeNull();
  });

  it("reads details from JSON, with products as keys or objects", async () => {
    await write(
      "開箱 🎧.json",
      JSON.stringify({
        title: "開箱",
        description: "two\nlines",
        access: "unlisted",
        products: ["tw_ec_x-12-3", { nindex: "tw_ec_y", oid: "4" }],
        cover_ms: 1500,
        stay_private: true,
      }),
    );
    await write("開箱 🎧.txt", "another title");
    const sidecar = await readSidecar(video());
    expect(sidecar).toMatchObject({
      fileName: "開箱 🎧.json",
      problem: null,
      details: { title: "開箱", description: "two\nlines", access: "unlisted", coverTimeMs: 1500, stayPrivate: true },
    });
    expect(sidecar?.details?.products?.map(({ ref }) => ref)).toEqual([
      { nindex: "tw_ec_x", oid: "12-3" },
      { nindex: "tw_ec_y", oid: "4" },
    ]);
  });

  it("reads title and description from plain text", async () => {
    await write("開箱 🎧.txt", "\uFEFFThe title\r\n\r\nThe description,\r\nin two lines\r\n");
    expect(await readSidecar(video())).toEqual({
      fileName: "開箱 🎧.txt",
      problem: null,
      details: { title: "The title", description: "The description,\nin two lines" },
    });
  });

  it.each([
    ["{", { code: "not-json", field: "" }],
    ['{"titel":"a"}', { code: "unknown-field", field: "titel" }],
    ['{"access":"everybody"}', { code: "wrong-value", field: "access" }],
    ['{"cover_ms":-1}', { code: "wrong-value", field: "cover_ms" }],
    ['{"products":["nonsense"]}', { code: "wrong-value", field: "products" }],
    ['{"products":["a-1","a-1"]}', { code: "product-twice", field: "products" }],
    [
      JSON.stringify({ products: Array.from({ length: 11 }, (_, index) => `a-${index}`) }),
      { code: "too-many", max: 10 },
    ],
    [`{"title":"${"x".repeat(201)}"}`, { code: "too-long", field: "title", max: 200 }],
    ["[]", { code: "not-fields", field: "" }],
  ])("describes the problem with %s", async (text, problem) => {
    await write("開箱 🎧.json", text);
    const sidecar = await readSidecar(video());
    expect(sidecar?.details).toBeNull();
    expect(sidecar?.problem).toMatchObject(problem);
  });

  it("follows no link, which could publish the content of another file", async () => {
    await write("secret", "a secret");
    await symlink(join(folder, "secret"), join(folder, "開箱 🎧.txt"));
    expect(await readSidecar(video())).toBeNull();
  });

  it("rejects a file that is too large or not UTF-8", async () => {
    await write("開箱 🎧.txt", new Uint8Array(300 * 1024).fill(97));
    expect((await readSidecar(video()))?.problem).toEqual({ code: "too-big", field: "", max: 256 });
    await write("開箱 🎧.txt", new Uint8Array([0xff, 0xfe, 0x41]));
    expect((await readSidecar(video()))?.problem?.code).toBe("not-utf8");
  });
});
