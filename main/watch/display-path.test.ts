import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { displayPath } from "./display-path.ts";

const home = join("/", "users", "ann");

describe("displayPath", () => {
  it.each([
    [join(home, "Videos", "開箱"), join("~", "Videos", "開箱")],
    [home, "~"],
    [join("/", "users", "anna", "Videos"), join("/", "users", "anna", "Videos")],
    [join("/", "media", "card"), join("/", "media", "card")],
    [join(home, "two\nlines \u202egnp.exe"), join("~", "two lines gnp.exe")],
  ])("shows %j as %j", (path, shown) => {
    expect(displayPath(path, home)).toBe(shown);
  });
});
