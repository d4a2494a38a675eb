import { describe, expect, it, vi } from "vitest";
import { sendRequest } from "./request.ts";

describe("sendRequest", () => {
  it("passes method, path, query and body on, without a leading slash", async () => {
    const call = vi.fn(async () => ({ result: true }));
    const request = { method: "POST", query: { p: 2 }, json: { a: 1 } } as const;
    expect(await sendRequest(call, { ...request, path: "/video/x" })).toEqual({ result: true });
    expect(call).toHaveBeenCalledWith({ ...request, path: "video/x" });
  });

  it.each(["../../auth/v1/token", "video/../../x", "%2e%2e/x", "..\\x"])(
    "refuses %s, outside the API",
    async (path) => {
      const call = vi.fn();
      await expect(sendRequest(call, { method: "GET", path })).rejects.toThrow(TypeError);
      expect(call).not.toHaveBeenCalled();
    },
  );
});
