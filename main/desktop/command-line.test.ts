import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { argumentsAfterApp, fileOfUrl, parseCommandLine } from "./command-line.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "command-line-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("parseCommandLine", () => {
  it("resolves files against the working folder and skips switches", () => {
    expect(parseCommandLine(["a.mp4", "--no-sandbox", "/b/c.mov", "--user-data-dir=/x"], "/home/me")).toEqual({
      files: ["/home/me/a.mp4", "/b/c.mov"],
      add: false,
    });
    expect(parseCommandLine(["--add", "a.mp4"], "/")).toEqual({ files: ["/a.mp4"], add: true });
  });

  it("treats everything after -- as files", () => {
    expect(parseCommandLine(["--add", "--", "-odd.mp4", "--odder.mp4"], "/v")).toEqual({
      files: ["/v/-odd.mp4", "/v/--odder.mp4"],
      add: true,
    });
    expect(parseCommandLine(["--", "--add"], "/v")).toEqual({ files: ["/v/--add"], add: false });
  });

  it("takes the file that is written into --add", () => {
    expect(parseCommandLine(["--add=a b.mp4", "c.mp4"], "/v")).toEqual({
      files: ["/v/a b.mp4", "/v/c.mp4"],
      add: true,
    });
    expect(parseCommandLine(["--add="], "/v")).toEqual({ files: [], add: true });
  });

  it("takes a name that begins with a dash for a file while there is one", () => {
    writeFileSync(join(folder, "-odd.mp4"), "");
    expect(parseCommandLine(["-odd.mp4", "-psn_0_7", "-"], folder).files).toEqual([join(folder, "-odd.mp4")]);
  });

  it("understands the file URLs of a Linux file manager", () => {
    const urls = ["file:///films/a%20b%20%E4%B8%80.mp4", "FILE:///films/c.mp4", "file:/films/d.mp4"];
    expect(parseCommandLine(urls, "/v").files).toEqual(["/films/a b 一.mp4", "/films/c.mp4", "/films/d.mp4"]);
    expect(parseCommandLine(["--add=file:///films/e.mp4", "--", "file:///films/f.mp4"], "/v").files).toEqual([
      "/films/e.mp4",
      "/films/f.mp4",
    ]);
  });

  it("prefers a file whose name looks like a URL while there is one", () => {
    mkdirSync(join(folder, "file:", "films"), { recursive: true });
    writeFileSync(join(folder, "file:", "films", "g.mp4"), "");
    const named = parseCommandLine(["file:///films/g.mp4", "file:///films/h.mp4"], folder).files;
    expect(named).toEqual([join(folder, "file:", "films", "g.mp4"), "/films/h.mp4"]);
  });

  it("keeps what is no URL of a file as it was written, so that it is refused by its name", () => {
    const args = ["https://example.com/x.mp4", "file:///a%00.mp4", "smb://nas/films/y.mp4", "file://elsewhere/z.mp4"];
    expect(parseCommandLine(args, "/v").files.map((path) => path.split("/").at(-1))).toEqual([
      "x.mp4",
      "a%00.mp4",
      "y.mp4",
      "z.mp4",
    ]);
  });

  it("removes Electron's own arguments", () => {
    expect(argumentsAfterApp(["/electron", "--inspect=0", "/app", "--add", "x.mp4"], false)).toEqual([
      "--add",
      "x.mp4",
    ]);
    expect(argumentsAfterApp(["/opt/app", "x.mp4"], true)).toEqual(["x.mp4"]);
    expect(argumentsAfterApp(["/electron"], false)).toEqual([]);
  });
});

describe("fileOfUrl", () => {
  it.each(["a b.mp4", "100%.mp4", "#1? [x].mp4", "一 é.mp4"])("is the inverse of a file's URL: %s", (name) => {
    expect(fileOfUrl(pathToFileURL(`/films/${name}`).href, "linux")).toBe(`/films/${name}`);
  });

  it("takes # and ? that were not encoded for parts of the name", () => {
    expect(fileOfUrl("file:///films/take #2?.mp4", "linux")).toBe("/films/take #2?.mp4");
  });

  it("takes a percent sign that encodes nothing for itself", () => {
    expect(fileOfUrl("file:///films/100% done.mp4", "linux")).toBe("/films/100% done.mp4");
  });

  it("knows this computer's own name", () => {
    expect(fileOfUrl(`file://${hostname()}/films/a.mp4`, "linux")).toBe("/films/a.mp4");
    expect(fileOfUrl("file://localhost/films/a.mp4", "linux")).toBe("/films/a.mp4");
  });

  it("reads drives and shares of Windows", () => {
    expect(fileOfUrl("file:///C:/films/a%20b.mp4", "win32")).toBe("C:\\films\\a b.mp4");
    expect(fileOfUrl("file://nas/films/a.mp4", "win32")).toBe("\\\\nas\\films\\a.mp4");
    expect(fileOfUrl("file:///films/a.mp4", "win32")).toBeNull();
  });

  it("marks a name that is not UTF-8, which Node cannot open", () => {
    expect(fileOfUrl("file:///films/caf%E9.mp4", "linux")).toBe("/films/caf\uFFFD.mp4");
  });

  it.each(["file://elsewhere/a.mp4", "file:///a%00.mp4", "a.mp4", "https://x/"])("is null for %s", (url) => {
    expect(fileOfUrl(url, "linux")).toBeNull();
  });
});
