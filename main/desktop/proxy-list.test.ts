import { describe, expect, it } from "vitest";
import { parseProxyList } from "./proxy-list.ts";

describe("parseProxyList", () => {
  it.each([
    ["DIRECT", [null]],
    ["PROXY dead:8080; DIRECT", ["http://dead:8080", null]],
    [
      "HTTPS a.example:443;SOCKS5 b:1080 ; socks4 c:1080;DIRECT",
      ["https://a.example:443", "socks5://b:1080", "socks4://c:1080", null],
    ],
    ["SOCKS b:1080", ["socks5://b:1080"]],
    ["PROXY [::1]:3128", ["http://[::1]:3128"]],
    ["QUIC a:443; PROXY b:80", ["http://b:80"]],
    ["", [null]],
    ["PROXY", [null]],
    ["PROXY :::", [null]],
  ])("reads %j", (list, routes) => {
    expect(parseProxyList(list)).toEqual(routes);
  });
});
