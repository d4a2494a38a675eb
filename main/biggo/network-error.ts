import { BigGoError } from "./biggo-error.ts";

const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(VERIFY|GET|DECODE|DECRYPT)|HOSTNAME_MISMATCH|EPROTO$)/;

/** What a SOCKS5 client says when the proxy wants a name and a password, and when it speaks SOCKS4. */
const socksSignIn = /^UND_ERR_SOCKS5_AUTH_/;
const socksVersion = /^UND_ERR_SOCKS5_(REPLY_)?VERSION$/;
/** Undici's messages for an HTTP proxy that requires a sign-in: for a tunnel, and for a plain request. */
const httpSignIn = /^Proxy response \(407\)|^Proxy Authentication Required/;
/** Undici's message for a SOCKS5 proxy that asks for a password. */
const passwordRequired = /^Username and password required/;

/** The refusal of a proxy; null when the error is none. */
function proxyError(codes: readonly string[], message: string, cause: unknown): BigGoError | null {
  const options = { systemCode: codes[0], cause };
  const isSignIn = [httpSignIn, passwordRequired].some((pattern) => pattern.test(message));
  if (isSignIn || codes.some((code) => socksSignIn.test(code)))
    return new BigGoError("proxy", message, { ...options, httpStatus: 407 });
  return codes.some((code) => socksVersion.test(code)) ? new BigGoError("proxy", message, options) : null;
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string") codes.push(at.code);
    // Node reports the failures of several addresses (IPv6, IPv4) as one AggregateError.
    if (at instanceof AggregateError) for (const inner of at.errors) codes.push(...codesOf(inner));
  }
  return codes;
}

/**
 * Converts an error of undici, TLS or the operating system into a {@link BigGoError}; a BigGoError is returned
 * unchanged. The kind is `aborted` only when the caller's signal is: undici reports a proxy's refusal as an abort too.
 */
export function fromNetworkError(error: unknown, signal: AbortSignal | undefined): BigGoError {
  if (error instanceof BigGoError) return error;
  const codes = codesOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const options = { systemCode: codes[0], cause: error };
  if (signal?.aborted === true) return new BigGoError("aborted", message, options);
  const refusedByProxy = proxyError(codes, message, error);
  if (refusedByProxy !== null) return refusedByProxy;
  if (codes.some((code) => tlsCode.test(code))) return new BigGoError("tls", message, options);
  if (codes.includes("UND_ERR_CONNECT_TIMEOUT")) {
    return new BigGoError("timeout", message, { ...options, timer: "connect" });
  }
  if (codes.includes("UND_ERR_HEADERS_TIMEOUT") || codes.includes("UND_ERR_BODY_TIMEOUT")) {
    return new BigGoError("timeout", message, { ...options, timer: "answer" });
  }
  return new BigGoError("network", message, options);
}
