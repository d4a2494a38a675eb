import { describe, expect, it } from "vitest";
import { externalAddress } from "./external-hosts.ts";

describe("externalAddress", () => {
  it.each(["https://account.biggo.com/setting/token", "https://biggo.com.tw/video/abc", "https://www.biggo.jp/x"])(
    "opens %s",
    (url) => expect(externalAddress(url)).toBe(url),
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
  ])("does not open %s", (url) => expect(externalAddress(url)).toBeNull());

  it.each([
    ["https://biggo.com\\@evil.example/", "https://biggo.com/@evil.example/"],
    [" https://biggo.com/video/a\n--flag ", "https://biggo.com/video/a--flag"],
    ['https:\\\\biggo.com/"&calc&"', "https://biggo.com/%22&calc&%22"],
    ["HTTPS://BIGGO.COM:443/a b", "https://biggo.com/a%20b"],
  ])("opens the parsed address of %j", (url, address) => expect(externalAddress(url)).toBe(address));
});
