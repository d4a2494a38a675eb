import type { AppErrorValue } from "../../../shared/errors.ts";
import type { NeedsFileReason, StorageTrouble } from "../../../shared/model/upload.ts";

/** How long BigGo asked to be left alone, ms; undefined where it did not say. */
interface RateLimit {
  retryAfterMs: number | undefined;
}

/** How an attempt to send a file ended badly, in the terms the machine decides by. */
export type SendFailure =
  /** We ended it: paused, cancelled or shutting down. */
  | { kind: "aborted" }
  | { kind: "file"; reason: NeedsFileReason }
  /** No connection could be made: uses up no attempt. */
  | { kind: "unreachable"; error: AppErrorValue }
  /** It broke before the server could have had a whole body: certainly not there. */
  | { kind: "broken"; error: AppErrorValue }
  /** It broke after the last bytes went: nobody knows. */
  | { kind: "unanswered"; error: AppErrorValue; rateLimit?: RateLimit }
  /** BigGo has this content already (1002). */
  | { kind: "duplicate" }
  | ({ kind: "rateLimited" } & RateLimit)
  | { kind: "signedOut"; error: AppErrorValue }
  /** The token ran out while the file was sent; there is a new one. */
  | { kind: "expired"; error: AppErrorValue }
  /** Whoever answered could not prove to be BigGo (TLS): nothing was sent, and nothing is until they can. */
  | { kind: "blocked"; error: AppErrorValue }
  /** This computer could not store what must be stored first. */
  | { kind: "storage"; storage: StorageTrouble }
  /** Permanent: asking again gives the same answer. */
  | { kind: "refused"; error: AppErrorValue };
