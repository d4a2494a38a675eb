import { describe, expect, it } from "vitest";
import { drawPicture, drawProfile, iconFor } from "./draw-picture.ts";
import iconMasks from "./icon-masks.json" with { type: "json" };
import { iconPaths } from "./icon-paths.ts";
import { productKinds } from "./product-words.ts";

describe("iconFor", () => {
  it("finds the icon of every kind of product by a title in any language", () => {
    for (const kind of productKinds) {
      expect(iconPaths[kind.icon]).toBeTruthy();
      for (const name of [kind.zh, kind.ja, kind.en]) expect(iconFor(`x ${name} y`, 0)).toBe(kind.icon);
    }
  });
});

describe("drawPicture", () => {
  it("is deterministic for a key and varies with the time", () => {
    const input = { key: "a", icon: "cup", width: 540, height: 960, atMs: 0 };
    expect(drawPicture(input)).toEqual(drawPicture(input));
    expect(drawPicture(input)).not.toEqual(drawPicture({ ...input, atMs: 1 }));
  });

  it("is a PNG of its size, with a mask for every icon", () => {
    const png = drawPicture({ key: "a", icon: "cup", width: 36, height: 64, atMs: 0 });
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([36, 64]);
    expect(Object.keys(iconMasks)).toEqual(Object.keys(iconPaths));
  });
});

describe("drawProfile", () => {
  it("strips markup from the name", () => {
    expect(drawProfile("u", "<script>")).toContain(">?</text>");
  });
});
