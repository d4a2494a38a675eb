import { describe, expect, it } from "vitest";
import { parseOfferedFiles } from "./offered-files.ts";

describe("parseOfferedFiles", () => {
  it("separates files without a usable path and keeps the others", () => {
    const sent = [
      { name: "a.mp4", path: "/v/a.mp4" },
      { name: "from a mail.mp4", path: "" },
      { name: "odd.mp4", path: "/v/odd\0.mp4" },
      { name: "relative.mp4", path: "v/relative.mp4" },
      { name: "endless.mp4", path: `/${"a".repeat(40_000)}` },
      { name: "b.mp4", path: "/v/b.mp4" },
      "not a file",
    ];
    expect(parseOfferedFiles(sent)).toEqual({
      paths: ["/v/a.mp4", "/v/b.mp4"],
      pathless: ["from a mail.mp4", "odd.mp4", "relative.mp4", "endless.mp4"],
    });
  });

  it("accepts any number of files", () => {
    const sent = Array.from({ length: 10_051 }, (_, index) => ({ name: "a.mp4", path: `/v/${index}.mp4` }));
    expect(parseOfferedFiles(sent)?.paths).toHaveLength(10_051);
  });

  it("is null for anything else", () => {
    for (const sent of [undefined, null, "/v/a.mp4", [], [1], { name: "a", path: "/a" }]) {
      expect(parseOfferedFiles(sent)).toBeNull();
    }
  });
});
