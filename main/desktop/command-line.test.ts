import { expect, it } from "vitest";
import { argumentsAfterApp, parseCommandLine } from "./command-line.ts";

it("takes files, resolved against the folder the app was started in, and leaves switches alone", () => {
  expect(parseCommandLine(["a.mp4", "--no-sandbox", "/b/c.mov", "--user-data-dir=/x"], "/home/me")).toEqual({
    files: ["/home/me/a.mp4", "/b/c.mov"],
    add: false,
  });
  expect(parseCommandLine(["--add", "a.mp4"], "/")).toEqual({ files: ["/a.mp4"], add: true });
});

it("takes everything after -- as files, whatever it begins with", () => {
  expect(parseCommandLine(["--add", "--", "-odd.mp4", "--odder.mp4"], "/v").files).toEqual([
    "/v/-odd.mp4",
    "/v/--odder.mp4",
  ]);
});

it("cuts off Electron's own arguments", () => {
  expect(argumentsAfterApp(["/electron", "--inspect=0", "/app", "--add", "x.mp4"], false)).toEqual(["--add", "x.mp4"]);
  expect(argumentsAfterApp(["/opt/app", "x.mp4"], true)).toEqual(["x.mp4"]);
  expect(argumentsAfterApp(["/electron"], false)).toEqual([]);
});
