import { describe, expect, it } from "vitest";
import { isCopyName, repeatsIn } from "./repeats.ts";

const file = (fileName: string, fingerprint = "100-a", contentHash: string | null = null) => ({
  fileName,
  content: { fingerprint, contentHash },
});

describe("isCopyName", () => {
  it.each([
    "clip (1).mp4",
    "clip(2).mov",
    "clip copy.mp4",
    "clip copy 3.mp4",
    "clip - Copy.mp4",
    "clip - Copy (2).mp4",
    "Copy of clip.mp4",
    "Copy (2) of clip.mp4",
    "clip_copy.mp4",
    "開箱 的副本.mp4",
    "開箱 - 複製.mp4",
    "開箱 - 複製 (2).mp4",
    "開箱拷貝 2.mp4",
    "レビューのコピー.mp4",
    "レビュー - コピー (3).mp4",
  ])("recognises %j", (name) => expect(isCopyName(name)).toBe(true));

  it.each(["clip.mp4", "clip 2.mp4", "copy.mp4", "Copyright.mp4", "photocopy.mp4", "(1).mp4.mov", "2026 (final).mp4"])(
    "does not take %j for one",
    (name) => expect(isCopyName(name)).toBe(false),
  );
});

describe("repeatsIn", () => {
  it("names the file whose content is repeated, and takes for the original the one without a copy's name", () => {
    expect(
      repeatsIn([file("clip (1).mp4"), file("other.mp4", "100-b"), file("clip.mp4"), file("clip copy.mp4")]),
    ).toEqual(["clip.mp4", null, null, "clip.mp4"]);
  });

  it("takes the first one where all or none are named as copies", () => {
    expect(repeatsIn([file("a.mp4"), file("b.mp4")])).toEqual([null, "a.mp4"]);
    expect(repeatsIn([file("a copy.mp4"), file("a copy 2.mp4")])).toEqual([null, "a copy.mp4"]);
  });

  it("takes nothing for a repeat that is not proved to be one", () => {
    const large = "5000000-a";
    expect(repeatsIn([file("a.mp4", large), file("b.mp4", large)])).toEqual([null, null]);
    expect(repeatsIn([file("a.mp4", large, "01"), file("b.mp4", large, "02"), file("c.mp4", large, "01")])).toEqual([
      null,
      null,
      "a.mp4",
    ]);
  });
});
