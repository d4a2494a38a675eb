import { describe, expect, it } from "vitest";
import { devServerOf } from "./dev-server.ts";

const of = (url: string, isPackaged = false) => devServerOf({ ELECTRON_RENDERER_URL: url }, isPackaged);

describe("devServerOf", () => {
  it("accepts plain http on this computer", () => {
    expect(of("http://127.0.0.1:5173/")).toBe("http://127.0.0.1:5173");
    expect(of("http://localhost:5173")).toBe("http://localhost:5173");
  });

  it("ignores the environment in a package", () => {
    expect(of("http://127.0.0.1:5173", true)).toBeNull();
  });

  it.each(["http://example.com:5173", "https://127.0.0.1", "http://me@127.0.0.1", "file:///tmp", "127.0.0.1:5173", ""])(
    "refuses %j",
    (url) => expect(of(url)).toBeNull(),
  );

  it("is null without a development server", () => {
    expect(devServerOf({}, false)).toBeNull();
  });
});
