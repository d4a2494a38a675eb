import { expect, test } from "vitest";
import { drawPicture, drawProfile, iconFor } from "./draw-picture.ts";
import { iconPaths } from "./icon-paths.ts";
import { productKinds } from "./product-words.ts";

test("every kind of product has an icon, found by a title in any language", () => {
  for (const kind of productKinds) {
    expect(iconPaths[kind.icon]).toBeTruthy();
    for (const name of [kind.zh, kind.ja, kind.en]) expect(iconFor(`x ${name} y`, 0)).toBe(kind.icon);
  }
});

test("a key always gives the same picture, a moment moves it", () => {
  const input = { key: "a", icon: "cup", width: 540, height: 960, moment: 0 };
  expect(drawPicture(input)).toBe(drawPicture(input));
  expect(drawPicture(input)).not.toBe(drawPicture({ ...input, moment: 1 }));
});

test("a name cannot break out of the drawing", () => {
  expect(drawProfile("u", "<script>")).toContain(">?</text>");
});
