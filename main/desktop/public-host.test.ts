import { describe, expect, it } from "vitest";
import type { Transport } from "../biggo/transport.ts";
import { isPublicHost } from "./public-host.ts";
import { createRemoteMedia } from "./remote-media.ts";

const own = [
  "127.0.0.1",
  "0.0.0.0",
  "2130706433",
  "0x7f.1",
  "10.0.0.1",
  "172.16.5.5",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[fe80::1]",
  "[fd00::1]",
  "localhost",
  "a.localhost",
  "router",
  "router.",
  "nas.local",
  "metadata.google.internal",
  "fritz.lan",
];

describe("covers only from public hosts", () => {
  it.each(own)("asks nothing of %s", async (host) => {
    const asked: string[] = [];
    const openMedia: Transport["openMedia"] = async (url) => {
      asked.push(url);
      throw new Error("asked");
    };
    const open = createRemoteMedia({ openMedia: () => openMedia, apiOrigin: () => "https://api.biggo.com" });
    const options = { range: null, signal: new AbortController().signal };
    expect(await open(`https://${host}/cover.jpg`, options)).toBeNull();
    expect(asked).toEqual([]);
  });

  it.each(["img.biggo.com", "cdn.example.co.jp", "8.8.8.8", "[2606:4700::1111]", "xn--fiq228c.tw"])(
    "takes %s",
    (host) => {
      expect(isPublicHost(new URL(`https://${host}/`).hostname)).toBe(true);
    },
  );
});
