import { describe, expect, it } from "vitest";
import { looksLikeText, mediaTypeOf } from "./media-types.ts";

describe("mediaTypeOf", () => {
  it("recognises videos by their extension", () => {
    expect(mediaTypeOf("Clip.MP4")).toBe("video/mp4");
    expect(mediaTypeOf("開箱.mov")).toBe("video/quicktime");
    expect(mediaTypeOf("notes.txt")).toBeNull();
    expect(mediaTypeOf("mp4")).toBeNull();
  });
});

describe("looksLikeText", () => {
  it("distinguishes text from binary data, even when cut inside a character", () => {
    expect(looksLikeText(Buffer.from("just a text, 文字"))).toBe(true);
    expect(looksLikeText(Buffer.from("文字").subarray(0, 4))).toBe(true);
    expect(looksLikeText(Buffer.from([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70]))).toBe(false);
    expect(looksLikeText(Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x42]))).toBe(false);
    expect(looksLikeText(Buffer.alloc(0))).toBe(false);
  });
});
