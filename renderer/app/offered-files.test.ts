import { describe, expect, it } from "vitest";
import { filesOfDrag, filesOfPaste } from "./offered-files.ts";

interface Held {
  types: string[];
  files?: { name: string; type: string }[];
}

const transfer = ({ types, files = [] }: Held) =>
  ({ types, files, items: files.map(({ type }) => ({ kind: "file", type })) }) as unknown as DataTransfer;

const video = { name: "a.mp4", type: "video/mp4" };
const picture = { name: "image.png", type: "image/png" };

describe("filesOfDrag", () => {
  it("counts files and nothing else", () => {
    expect(filesOfDrag(transfer({ types: ["Files"], files: [video, video] }))).toEqual({ count: 2, onlyVideos: true });
    expect(filesOfDrag(transfer({ types: ["Files"], files: [video, picture] }))?.onlyVideos).toBe(false);
    expect(filesOfDrag(transfer({ types: ["text/plain", "text/html"] }))).toBeNull();
    expect(filesOfDrag(transfer({ types: ["text/uri-list"] }))).toBeNull();
    expect(filesOfDrag(null)).toBeNull();
  });
});

describe("filesOfPaste", () => {
  it("takes files, also when their paths come with them as text", () => {
    expect(filesOfPaste(transfer({ types: ["Files"], files: [video] }), false)).toEqual([video]);
    expect(filesOfPaste(transfer({ types: ["text/plain", "Files"], files: [video] }), false)).toEqual([video]);
    expect(filesOfPaste(transfer({ types: ["Files"], files: [picture] }), false)).toEqual([picture]);
  });

  it("leaves text that comes with its picture alone", () => {
    const cell = { types: ["text/plain", "text/html", "Files"], files: [picture] };
    expect(filesOfPaste(transfer(cell), false)).toEqual([]);
  });

  it("takes nothing from a text field", () => {
    expect(filesOfPaste(transfer({ types: ["Files"], files: [video] }), true)).toEqual([]);
  });
});
