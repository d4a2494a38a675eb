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

  it("recognises a proxy that requires a sign-in for a tunnel, and one that is unsupported", () => {
    const tunnel = Object.assign(new Error("Proxy response (407) !== 200 when HTTP Tunneling"), {
      code: "UND_ERR_ABORTED",
    });
    expect(fromNetworkError(tunnel, undefined)).toMatchObject({ kind: "proxy", isProxySignIn: true });
    const socks4 = Object.assign(new Error("Invalid SOCKS version: 0"), { code: "UND_ERR_SOCKS5_VERSION" });
    expect(fromNetworkError(socks4, undefined)).toMatchObject({ kind: "proxy", isProxySignIn: false });
  });

  it("reports an abort only when the caller's own signal is aborted", () => {
    const thrown = Object.assign(new Error("Proxy response (502) !== 200"), { code: "UND_ERR_ABORTED" });
    expect(fromNetworkError(thrown, new AbortController().signal).kind).toBe("network");
    expect(fromNetworkError(thrown, AbortSignal.abort()).kind).toBe("aborted");
  });
});
