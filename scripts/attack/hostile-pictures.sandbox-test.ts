import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createNodePictureDecoder } from "../../main/pictures/picture-decoder.test-harness.ts";
import type { PictureDecoder } from "../../main/pictures/picture-decoder.ts";
import { pictureTypeOf } from "../../main/pictures/picture-type.ts";
import { hostilePictures, oddPictures } from "./hostile-pictures.ts";
import { soundPictures } from "./sound-pictures.ts";

let decoder: PictureDecoder;
const sound = await soundPictures();
const jpeg = sound["image/jpeg"] ?? Buffer.alloc(0);

beforeAll(async () => {
  decoder = createNodePictureDecoder();
  await decoder.decode(jpeg);
});
afterAll(() => decoder.close());

describe("pictures that freeze the window", () => {
  it.each(Object.entries(sound))("shows a sound picture as a JPEG or WebP of its own: %s", async (_type, bytes) => {
    const decoded = await decoder.decode(bytes);
    if (decoded.kind !== "picture") throw new Error(decoded.kind);
    expect(["image/jpeg", "image/webp"]).toContain(pictureTypeOf(decoded.bytes));
    expect(Buffer.from(decoded.bytes).equals(bytes)).toBe(false);
  });

  it.each(Object.entries(hostilePictures(jpeg)))("refuses %s, at once and without a loss", async (_name, bytes) => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const before = process.memoryUsage.rss();
    const fromMs = performance.now();
    expect((await decoder.decode(bytes)).kind).toBe("refused");
    expect(performance.now() - fromMs).toBeLessThan(3000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
    delay.disable();
    expect((await decoder.decode(jpeg)).kind).toBe("picture");
  });

  it.each(Object.entries(oddPictures(jpeg)))("shows at most a small picture of %s", async (_name, bytes) => {
    const decoded = await decoder.decode(bytes);
    if (decoded.kind === "picture") {
      expect(decoded.bytes.length).toBeLessThan(200_000);
      expect(Buffer.from(decoded.bytes).includes("alert(1)")).toBe(false);
    } else expect(decoded).toEqual({ kind: "refused" });
    expect((await decoder.decode(jpeg)).kind).toBe("picture");
  });
});
