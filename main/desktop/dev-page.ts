import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { net } from "electron";
import type { ServePage } from "./app-protocol.ts";

/**
 * The page of `npm run dev`: Vite's modules under our own origin, so that everything but the policy is as in a release.
 * Hot reloading needs an inline script and a web socket to Vite.
 */
export function createDevPage(server: string): ServePage {
  const socket = server.replace(/^http/, "ws");
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${server} ${socket}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return async ({ pathname, search }) => {
    const { status, headers, body } = await net.fetch(`${server}${pathname}${search}`);
    const type = headers.get("content-type") ?? "application/octet-stream";
    return {
      status,
      headers: { "content-type": type, "cache-control": "no-store", "content-security-policy": policy },
      body: body === null ? null : Readable.fromWeb(body as ReadableStream<Uint8Array>),
    };
  };
}
