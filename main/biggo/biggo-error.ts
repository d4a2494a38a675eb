import { BigGoCode, isBigGoCode } from "./codes.ts";

/**
 * The cause of a failure, in terms of the protocol:
 * - `network`: no connection could be made, or it broke before the response
 * - `tls`: the server's certificate is not trusted
 * - `proxy`: the proxy asks to sign in (see {@link BigGoError.isProxySignIn}), or its protocol is not supported (SOCKS4)
 * - `timeout`: connecting, sending or the response took too long (see {@link BigGoError.timer})
 * - `aborted`: the caller aborted the request
 * - `not-biggo`: the response is not one of BigGo's (HTML or JSON of a gateway, truncated JSON, unknown shape)
 * - `credentials`: the token endpoint said that the credentials are wrong, revoked or do not exist
 * - `unauthorised`: a data call refused the token (codes 2, 3, 4 or HTTP 401) or requires one (`require_login`)
 * - `rate-limited`: 429, or 503 with Retry-After
 * - `server`: 5xx, or the token endpoint could not issue a token
 * - `refused`: BigGo refused the call, and repeating it gives the same result
 */
export type BigGoErrorKind =
  | "network"
  | "tls"
  | "proxy"
  | "timeout"
  | "aborted"
  | "not-biggo"
  | "credentials"
  | "unauthorised"
  | "rate-limited"
  | "server"
  | "refused";

interface BigGoErrorOptions {
  biggoCode?: number | undefined;
  httpStatus?: number | undefined;
  retryAfterMs?: number | undefined;
  timer?: "connect" | "stall" | "answer" | undefined;
  systemCode?: string | undefined;
  requiresLogin?: boolean | undefined;
  atTokenEndpoint?: boolean | undefined;
  unsupportedMethods?: readonly string[] | undefined;
  response?: unknown;
  cause?: unknown;
}

/** The error with which every call of the BigGo client rejects. */
export class BigGoError extends Error {
  readonly kind: BigGoErrorKind;
  /** `error.code` of BigGo's envelope: one of `BigGoCode`, or of `TokenCode` when the kind is `credentials`. */
  readonly biggoCode: number | undefined;
  readonly httpStatus: number | undefined;
  /** How long BigGo asked to wait, in ms, unclamped. */
  readonly retryAfterMs: number | undefined;
  /** The timer that expired, when the kind is `timeout`. */
  readonly timer: "connect" | "stall" | "answer" | undefined;
  /** The code of the operating system or of a library (ECONNRESET, CERT_HAS_EXPIRED, …). */
  readonly systemCode: string | undefined;
  /** BigGo answered `require_login`: the call needs an account, and the token it carried was none. */
  readonly requiresLogin: boolean;
  /** The token request failed, so the call itself was never made or was refused before it. */
  readonly atTokenEndpoint: boolean;
  /** The methods of a proxy's sign-in, when the app supports none of them (NTLM, Negotiate, …). */
  readonly unsupportedMethods: readonly string[] | undefined;
  // Private, so that a response is never printed or logged with the error.
  readonly #response: unknown;

  constructor(kind: BigGoErrorKind, message: string, options: BigGoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "BigGoError";
    this.kind = kind;
    this.biggoCode = options.biggoCode;
    this.httpStatus = options.httpStatus;
    this.retryAfterMs = options.retryAfterMs;
    this.timer = options.timer;
    this.systemCode = options.systemCode;
    this.requiresLogin = options.requiresLogin ?? false;
    this.atTokenEndpoint = options.atTokenEndpoint ?? false;
    this.unsupportedMethods = options.unsupportedMethods;
    this.#response = options.response;
  }

  /** The parsed JSON body of the failed response; undefined when there was none or it was not an object. */
  get response(): unknown {
    return this.#response;
  }

  /** Whether the proxy asks to sign in (HTTP 407, or the same of SOCKS5). */
  get isProxySignIn(): boolean {
    return this.kind === "proxy" && this.httpStatus === 407;
  }

  /**
   * Whether the call is refused for good: by BigGo, with a code of its table, or with a status that speaks of the file
   * (413, 415). A refusal without a code may be that of a gateway.
   */
  get isFinalRefusal(): boolean {
    const isOfFile = this.httpStatus === 413 || this.httpStatus === 415;
    return this.kind === "refused" && (isBigGoCode(this.biggoCode) || isOfFile);
  }

  /** Whether the same request may succeed later although nothing is changed. */
  get retryable(): boolean {
    return (
      this.kind === "network" ||
      this.kind === "proxy" ||
      this.kind === "timeout" ||
      this.kind === "not-biggo" ||
      this.kind === "rate-limited" ||
      this.kind === "server" ||
      (this.kind === "refused" && !this.isFinalRefusal) ||
      // A token that was just issued is refused for a while at most; "without verification" (2) lasts.
      (this.kind === "unauthorised" && !this.requiresLogin && this.biggoCode !== BigGoCode.notVerified)
    );
  }
}

const goneCodes: ReadonlySet<number> = new Set([BigGoCode.videoNotFound, BigGoCode.videoDeleted]);

/** Whether BigGo says, by refusing a call with its code, that the video does not exist or was deleted. */
export function saysGone(error: unknown): boolean {
  // The same codes mean the key on the token endpoint, and nothing in a 5xx.
  return error instanceof BigGoError && error.kind === "refused" && goneCodes.has(error.biggoCode ?? 0);
}
