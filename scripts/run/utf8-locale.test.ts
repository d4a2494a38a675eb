import { describe, expect, it } from "vitest";
import { withUtf8Locale } from "./utf8-locale.ts";

describe("withUtf8Locale", () => {
  it.runIf(process.platform === "linux")("keeps a UTF-8 locale and sets one where none is set", () => {
    expect(withUtf8Locale({ LANG: "zh_TW.UTF-8" })).toEqual({ LANG: "zh_TW.UTF-8" });
    expect(withUtf8Locale({ LC_ALL: "C.utf8" })).toEqual({ LC_ALL: "C.utf8" });
    expect(withUtf8Locale({})).toEqual({ LC_ALL: "C.UTF-8" });
    expect(withUtf8Locale({ LANG: "C" })).toEqual({ LANG: "C", LC_ALL: "C.UTF-8" });
  });
});
