import { describe, expect, it } from "vitest";
import { isExternalAllowed } from "./external-hosts.ts";

describe("isExternalAllowed", () => {
  it.each(["https://account.biggo.com/setting/token", "https://biggo.com.tw/video/abc", "https://www.biggo.jp/x"])(
    "opens %s",
    (url) => expect(isExternalAllowed(url)).toBe(true),
  );

  it.each([
    "http://biggo.com/",
    "https://biggo.com.evil.example/",
    "https://evil.example/?biggo.com",
    "https://biggo.com@evil.example/",
    "https://user@biggo.com/",
    "https://biggo.com:8443/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "not a url",
  ])("does not open %s", (url) => expect(isExternalAllowed(url)).toBe(false));
});
