import { describe, expect, it } from "vitest";
import { maxOfferedFiles } from "../shared/ipc/channels.ts";
import { readOfferedFiles } from "./read-offered-files.ts";

const file = (name: string) => new File([], name);
const path = "/home/other/Diary.mp4";
const forged = { name: "Diary.mp4", path };
const pathOf = ({ name }: File) => `/chosen/${name}`;

describe("readOfferedFiles", () => {
  it("reads the names and paths of files, in their order", () => {
    expect(readOfferedFiles([file("b.mp4"), file("a.mp4")], pathOf)).toEqual([
      { name: "b.mp4", path: "/chosen/b.mp4" },
      { name: "a.mp4", path: "/chosen/a.mp4" },
    ]);
    expect(readOfferedFiles([], pathOf)).toEqual([]);
  });

  it.each([
    ["an object with a map", { length: 1, 0: file("a.mp4"), map: () => [forged] }],
    ["an iterable", { length: 1, [Symbol.iterator]: () => [forged].values() }],
    ["a text", path],
    ["nothing", undefined],
    ["plain objects", [forged]],
    ["one plain object among files", [file("a.mp4"), forged]],
    ["a blob", [Object.assign(new Blob([]), forged)]],
    ["the prototype of a file without one", [Object.create(File.prototype)]],
    ["a list of lists", [[file("a.mp4")]]],
  ])("is null for %s", (_name, offered) => {
    expect(readOfferedFiles(offered, pathOf)).toBeNull();
  });

  it("is null when the platform gives no path for something", () => {
    const refuse = () => {
      throw new TypeError("expected to receive a File");
    };
    expect(readOfferedFiles([file("a.mp4")], refuse)).toBeNull();
  });

  it("calls nothing of a list or a file", () => {
    const list = Object.assign([Object.defineProperty(file("a.mp4"), "name", { get: () => path })], {
      map: () => [forged],
      [Symbol.iterator]: () => [forged].values(),
    });
    const given: string[] = [];
    const read = readOfferedFiles(list, () => {
      given.push("file");
      return "/chosen/a.mp4";
    });
    expect(read).toEqual([{ name: "a.mp4", path: "/chosen/a.mp4" }]);
    expect(given).toEqual(["file"]);
  });

  it("reads a bounded number", () => {
    const many = new Array(maxOfferedFiles + 5).fill(file("a.mp4"));
    expect(readOfferedFiles(many, pathOf)).toHaveLength(maxOfferedFiles);
  });
});
