import { describe, expect, it } from "vitest";
import { isOwnRequest } from "./request-guard.ts";

const server = "http://127.0.0.1:5173";

describe("isOwnRequest", () => {
  it.each([
    "app://uploader/",
    "app://uploader/media/cover/v?v=2",
    "blob:app://uploader/6f5902ac-237e-4f0a-9f57-1d9b0a7b1b5c",
    "data:image/png;base64,AAAA",
    "devtools://devtools/bundled/inspector.html",
  ])("allows %s", (url) => {
    expect(isOwnRequest(url, null)).toBe(true);
  });

  it.each([
    "https://biggo.com/",
    "http://127.0.0.1:5173/",
    "ws://127.0.0.1:5173/",
    "wss://example.com/",
    "file:///etc/passwd",
    "file://host/share",
    "ftp://example.com/",
    "app://other/",
    "app://uploader.example.com/",
    "app://uploader@example.com/",
    "blob:https://example.com/6f5902ac-237e-4f0a-9f57-1d9b0a7b1b5c",
    "blob:null/6f5902ac-237e-4f0a-9f57-1d9b0a7b1b5c",
    "filesystem:app://uploader/temporary/a",
    "chrome://settings/",
    "view-source:app://uploader/",
    "",
    "//example.com",
  ])("refuses %s", (url) => {
    expect(isOwnRequest(url, null)).toBe(false);
  });

  it("allows the development server and its web socket, and no other address beside it", () => {
    for (const url of [`${server}/@vite/client`, "ws://127.0.0.1:5173/?token=x", "app://uploader/"]) {
      expect(isOwnRequest(url, server), url).toBe(true);
    }
    for (const url of ["http://127.0.0.1:5174/", "https://127.0.0.1:5173/", "http://127.0.0.1:5173@example.com/"]) {
      expect(isOwnRequest(url, server), url).toBe(false);
    }
  });
});
