import { describe, expect, it } from "vitest";
import { fromNetworkError } from "./network-error.ts";

describe("fromNetworkError", () => {
  it.each([
    [{ code: "ECONNREFUSED" }, "network"],
    [{ code: "CERT_HAS_EXPIRED" }, "tls"],
    [{ code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "tls"],
    [{ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "tls"],
    [{ code: "UND_ERR_CONNECT_TIMEOUT" }, "timeout"],
    [{ code: "UND_ERR_HEADERS_TIMEOUT" }, "timeout"],
  ])("classifies %j as %s", (fields, kind) => {
    const thrown = new Error("outer", { cause: Object.assign(new Error("inner"), fields) });
    expect(fromNetworkError(thrown, undefined).kind).toBe(kind);
  });

  it("reports an abort only when the caller's own signal is aborted", () => {
    const thrown = Object.assign(new Error("Proxy response (407) !== 200"), { code: "UND_ERR_ABORTED" });
    expect(fromNetworkError(thrown, new AbortController().signal).kind).toBe("network");
    expect(fromNetworkError(thrown, AbortSignal.abort()).kind).toBe("aborted");
  });
});
