import { describe, expect, it } from "vitest";
import { argumentsAfterApp, parseCommandLine } from "./command-line.ts";

describe("parseCommandLine", () => {
  it("resolves files against the working folder and skips switches", () => {
    expect(parseCommandLine(["a.mp4", "--no-sandbox", "/b/c.mov", "--user-data-dir=/x"], "/home/me")).toEqual({
      files: ["/home/me/a.mp4", "/b/c.mov"],
      add: false,
    });
    expect(parseCommandLine(["--add", "a.mp4"], "/")).toEqual({ files: ["/a.mp4"], add: true });
  });

  it("treats everything after -- as files", () => {
    expect(parseCommandLine(["--add", "--", "-odd.mp4", "--odder.mp4"], "/v").files).toEqual([
      "/v/-odd.mp4",
      "/v/--odder.mp4",
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
