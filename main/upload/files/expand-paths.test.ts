import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ExpandedPaths, expandPaths, listVideos } from "./expand-paths.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "expand-paths-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(...names: string[]): string {
  const path = join(folder, ...names);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "film");
  return path;
}
const namesOf = ({ files, refused, leftOut }: ExpandedPaths) => ({
  files: files.map((path) => basename(path)),
  refused: refused.map(({ path, code }) => `${basename(path)}: ${code}`),
  leftOut,
});

/** Root may read everything, so it becomes another user meanwhile. */
async function asOtherUser<T>(run: () => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

const documents = [
  "Trip.fcpbundle",
  "Photos Library.photoslibrary",
  "Home.IMOVIELIBRARY",
  "Catalog.lrlibrary",
  "clip.mp4.download",
  "Show.tvlibrary",
  "DVD.dvdmedia",
  "torrent.part",
];
const ignored = ["._clip.mp4", ".hidden.mp4", ".Trashes/deleted.mp4", "$RECYCLE.BIN/deleted.mp4", "@eaDir/x/thumb.mp4"];

describe("expandPaths", () => {
  it("enters no document of another program, and no hidden or system folder", async () => {
    for (const name of documents) file(name, "Original Media", "inside.mov");
    for (const name of ignored) file(name);
    file("clip.mp4");
    file("app notes", "trip.mp4");
    expect(namesOf(await expandPaths([folder]))).toEqual({ files: ["trip.mp4", "clip.mp4"], refused: [], leftOut: 0 });
    expect((await listVideos(folder)).videos.map((path) => basename(path))).toEqual(["trip.mp4", "clip.mp4"]);
  });

  it("names what was added directly and is not entered or used", async () => {
    for (const name of documents) file(name, "inside.mov");
    mkdirSync(join(folder, "empty"));
    file("texts", "a.txt");
    const hidden = file("._clip.mp4");
    const added = [
      ...documents.map((name) => join(folder, name)),
      hidden,
      join(folder, "empty"),
      join(folder, "texts"),
    ];
    expect(namesOf(await expandPaths([...added, file("clip.mp4")]))).toEqual({
      files: ["clip.mp4"],
      refused: [
        ...documents.map((name) => `${name}: folder-is-document`),
        "._clip.mp4: file-hidden",
        "empty: folder-without-videos",
        "texts: folder-without-videos",
      ],
      leftOut: 0,
    });
  });

  it("names no folder as empty that was added twice or within another one", async () => {
    file("trip", "day", "a.mp4");
    const paths = [join(folder, "trip"), join(folder, "trip", "day"), join(folder, "trip")];
    expect(namesOf(await expandPaths(paths))).toEqual({ files: ["a.mp4"], refused: [], leftOut: 0 });
  });

  it("takes the first 10,000 of 10,051 files and counts the others, in a folder and added directly", async () => {
    const paths = Array.from({ length: 10_051 }, (_, index) => file("many", `${index}.mp4`));
    for (const added of [[join(folder, "many")], paths]) {
      const { files, refused, leftOut } = await expandPaths(added);
      expect([files.length, refused, leftOut]).toEqual([10_000, [], 51]);
      expect(new Set(files)).toEqual(new Set(paths.slice(0, 10_000)));
    }
  });

  it.skipIf(process.platform === "win32")(
    "names a folder in the tree that cannot be read, and takes the others",
    async () => {
      file("trip", "a.mp4");
      file("trip", "locked", "b.mp4");
      file("trip", "open", "c.mp4");
      chmodSync(join(folder, "trip", "locked"), 0o000);
      chmodSync(folder, 0o755);
      const expanded = await asOtherUser(() => expandPaths([join(folder, "trip")]));
      chmodSync(join(folder, "trip", "locked"), 0o755);
      expect(namesOf(expanded)).toEqual({
        files: ["a.mp4", "c.mp4"],
        refused: ["locked: folder-unreadable"],
        leftOut: 0,
      });
    },
  );

  it("follows links into folders once, and never a link to a document", async () => {
    file("real", "a.mp4");
    file("Trip.fcpbundle", "b.mp4");
    mkdirSync(join(folder, "links"));
    symlinkSync(join(folder, "real"), join(folder, "links", "real"));
    symlinkSync(join(folder, "links"), join(folder, "links", "loop"));
    symlinkSync(join(folder, "Trip.fcpbundle"), join(folder, "links", "Trip.fcpbundle"));
    expect(namesOf(await expandPaths([join(folder, "links")])).files).toEqual(["a.mp4"]);
  });
});
