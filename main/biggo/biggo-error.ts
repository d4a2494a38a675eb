/**
 * What went wrong, in the terms of the protocol:
 * - `network`: no answer came because no connection could be made or it broke
 * - `tls`: the server's certificate is not to be trusted
 * - `timeout`: connecting, sending or answering took too long (see {@link BigGoError.timer})
 * - `aborted`: we ended the request ourselves
 * - `not-biggo`: an answer came, and it is not one of BigGo's (HTML, cut JSON, wrong shape)
 * - `credentials`: the token endpoint refused the key
 * - `unauthorised`: a data call refused the token (codes 2, 3, 4 or HTTP 401)
 * - `rate-limited`: 429, or 503 with Retry-After
 * - `server`: 5xx
 * - `refused`: BigGo understood and said no; asking again gives the same answer
 */
export type BigGoErrorKind =
  | "network"
  | "tls"
  | "timeout"
  | "aborted"
  | "not-biggo"
  | "credentials"
  | "unauthorised"
  | "rate-limited"
  | "server"
  | "refused";

interface BigGoErrorOptions {
  /** `error.code` of BigGo's envelope. On the token endpoint the numbers mean other things. */
  biggoCode?: number | undefined;
  httpStatus?: number | undefined;
  /** How long BigGo asked us to wait, in ms, unclamped. */
  retryAfterMs?: number | undefined;
  timer?: "connect" | "stall" | "answer" | undefined;
  /** The system's or library's code (ECONNRESET, CERT_HAS_EXPIRED, …). */
  systemCode?: string | undefined;
  cause?: unknown;
}

/** The one error every call of the BigGo client rejects with. */
export class BigGoError extends Error {
  readonly kind: BigGoErrorKind;
  readonly biggoCode: number | undefined;
  readonly httpStatus: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly timer: "connect" | "stall" | "answer" | undefined;
  readonly systemCode: string | undefined;

  constructor(kind: BigGoErrorKind, message: string, options: BigGoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "BigGoError";
    this.kind = kind;
    this.biggoCode = options.biggoCode;
    this.httpStatus = options.httpStatus;
    this.retryAfterMs = options.retryAfterMs;
    this.timer = options.timer;
    this.systemCode = options.systemCode;
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return (
      this.kind === "network" ||
      this.kind === "timeout" ||
      this.kind === "not-biggo" ||
      this.kind === "rate-limited" ||
      this.kind === "server"
    );
  }
}

/** BigGo's codes for a video that is not there (any more). */
const goneCodes = new Set([1004, 1005]);

/** Whether an error says that the video does not exist, or was deleted. */
export function saysGone(error: unknown): boolean {
  return error instanceof BigGoError && goneCodes.has(error.biggoCode ?? 0);
}
