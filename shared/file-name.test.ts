import { describe, expect, it } from "vitest";
import { extensionOf, trimFileName } from "./file-name.ts";

describe("extensionOf", () => {
  it.each([
    ["clip.MP4", ".mp4"],
    ["clip.mp4 ", ".mp4"],
    ["clip.mp4. .", ".mp4"],
    ["clip.mp4\n", ".mp4"],
    ["clip.mp4\u00A0\u200B", ".mp4"],
    ["clip.final.v2.mov", ".mov"],
    [".mp4", ".mp4"],
    ["mp4", ""],
    ["clip.", ""],
    ["...", ""],
    ["", ""],
  ])("of %j is %j", (fileName, extension) => {
    expect(extensionOf(fileName)).toBe(extension);
  });
});

describe("trimFileName", () => {
  it("keeps a name that is nothing but blanks and dots", () => {
    expect([trimFileName("clip .mp4 "), trimFileName(" . ")]).toEqual(["clip .mp4", " . "]);
  });
});
