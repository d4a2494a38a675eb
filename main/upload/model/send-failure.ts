import type { AppErrorValue } from "../../../shared/errors.ts";
import type { NeedsFileReason, StorageFailure } from "../../../shared/model/upload.ts";

/** The delay of `Retry-After`, in ms; undefined when BigGo did not give one. */
interface RateLimit {
  retryAfterMs: number | undefined;
}

/** Why an attempt to send a file failed, as the state machine distinguishes it. */
export type SendFailure =
  /** Aborted by the app: paused, cancelled or shutting down. */
  | { kind: "aborted" }
  | { kind: "file"; reason: NeedsFileReason }
  /** No connection could be made. Does not count as a failure. */
  | { kind: "unreachable"; error: AppErrorValue }
  /** Failed before the server could have the whole body: the video cannot exist. */
  | { kind: "broken"; error: AppErrorValue }
  /** Failed after the last bytes were sent: the outcome is unknown. */
  | { kind: "unanswered"; error: AppErrorValue; rateLimit?: RateLimit }
  /** BigGo already has this content (1002). */
  | { kind: "duplicate" }
  | ({ kind: "rateLimited" } & RateLimit)
  /** BigGo says that the key or the account may not be used. */
  | { kind: "signedOut"; error: AppErrorValue }
  /** BigGo refused the token (it expired while the file was being sent) and stored nothing. */
  | { kind: "expired"; error: AppErrorValue }
  /** The server's certificate is not trusted (TLS), or the proxy refuses: the same for every row until the user acts. */
  | { kind: "blocked"; error: AppErrorValue }
  /** A write that must come first failed on this computer. */
  | { kind: "storage"; storage: StorageFailure }
  /** Permanent: a retry would be refused again. */
  | { kind: "refused"; error: AppErrorValue };
