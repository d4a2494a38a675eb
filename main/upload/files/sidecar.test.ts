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

  it.each(["C0001.TXT", "C0001.Txt", "C0001.txt", "C0001.txt "])("reads %s beside C0001.MP4", async (name) => {
    await write(name, "A title");
    const sidecar = await readSidecar(join(folder, "C0001.MP4"));
    // A disk that ignores case also opens it by another spelling.
    expect(sidecar?.fileName.trim().toLowerCase()).toBe("c0001.txt");
    expect(sidecar?.details).toEqual({ title: "A title" });
  });

  it.each([
    ["clip.JSON", '{"title":"JSON"}', "JSON"],
    ["clip.txt", "lower case", "lower case"],
    ["clip.TXT", "upper case", "upper case"],
  ])("prefers %s to the ones after it", async (first, text, title) => {
    const all = { "clip.JSON": '{"title":"JSON"}', "clip.txt": "lower case", "clip.TXT": "upper case" };
    const names = Object.keys(all);
    for (const name of names.slice(names.indexOf(first) + 1)) await write(name, "another");
    await write(first, text);
    expect((await readSidecar(join(folder, "clip.mp4")))?.details?.title).toBe(title);
  });

  it.each([
    ["NFD", "NFC"],
    ["NFC", "NFD"],
  ])("finds the sidecar of a video in %s whose name is in %s", async (videoForm, sidecarForm) => {
    await write(`Café ガ 언박싱.txt`.normalize(sidecarForm), "A title");
    const sidecar = await readSidecar(join(folder, "Café ガ 언박싱.mp4".normalize(videoForm)));
    expect(sidecar?.details).toEqual({ title: "A title" });
  });

  it.each(["clip.mp4 ", "clip.mp4.", "clip .mp4"])("finds clip.txt beside %j", async (name) => {
    await write("clip.txt", "A title");
    expect((await readSidecar(join(folder, name)))?.details).toEqual({ title: "A title" });
  });

  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
  it.each([
    ["only carriage returns", "開箱\r\rone\rtwo\r"],
    ["line ends of Windows", "開箱\r\n\r\none\r\ntwo"],
    ["UTF-8 with a mark", "\uFEFF開箱\none\ntwo"],
    ["UTF-16 with a mark", utf16("開箱\r\none\r\ntwo")],
    ["UTF-16 with a mark, big endian", utf16("開箱\rone\rtwo").swap16()],
    ["a decomposed title", `${"개봉".normalize("NFD")}\none\ntwo`, "개봉"],
  ])("reads text with %s", async (_, text, title = "開箱") => {
    await write("開箱 🎧.txt", text);
    expect((await readSidecar(video()))?.details).toEqual({ title, description: "one\ntwo" });
  });

  it.each([
    ["UTF-8 with a mark", '\uFEFF{"title":"開箱"}'],
    ["UTF-16 with a mark", utf16('{\r\n"title":"開箱"}')],
    ["carriage returns", '{\r"title":"開箱"\r}'],
    ["a title on two lines", '{"title":" 開\u200B箱\\n"}'],
  ])("reads JSON with %s", async (_, text) => {
    await write("開箱 🎧.JSON", text);
    expect((await readSidecar(video()))?.details).toEqual({ title: "開箱" });
  });

  it("never takes over half a character", async () => {
    await write("開箱 🎧.json", '{"title":"a\\ud83c","description":"\\udfa7"}');
    expect((await readSidecar(video()))?.details).toEqual({ title: "a\ufffd", description: "\ufffd" });
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
