import { describe, expect, it } from "vitest";
import { resolveApiUrl } from "./endpoint.ts";

describe("resolveApiUrl", () => {
  it("defaults to BigGo's host", () => {
    expect(resolveApiUrl(undefined)).toBe("https://api.biggo.com");
    expect(resolveApiUrl("")).toBe("https://api.biggo.com");
  });

  it("accepts any https host, and http on loopback", () => {
    expect(resolveApiUrl("https://biggo.example/prefix/")).toBe("https://biggo.example/prefix");
    expect(resolveApiUrl("http://127.0.0.1:8080/")).toBe("http://127.0.0.1:8080");
    expect(resolveApiUrl("http://[::1]:80")).toBe("http://[::1]");
  });

  it.each(["http://192.0.2.1", "http://localhost.evil.example", "ftp://127.0.0.1", "biggo"])("rejects %s", (url) =>
    expect(() => resolveApiUrl(url)).toThrow(/BIGGO_API_URL/),
  );
});
