import type { AppErrorValue } from "../../shared/errors.ts";
import type { NeedsFileReason, StorageTrouble } from "../../shared/model/upload.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { troubleOf } from "../database/storage-trouble.ts";
import { FileProblem } from "./file-problem.ts";

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
  | { kind: "alreadyThere" }
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

const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
]);

function classifyBigGo(error: BigGoError, lastBytesSent: boolean): SendFailure {
  const value = toErrorValue(error);
  switch (error.kind) {
    case "aborted":
      return { kind: "aborted" };
    case "unauthorised":
      // Only the token had run out (code 4), and BigGo took nothing: it is sent again with the new one.
      if (error.biggoCode === 4) return { kind: "expired", error: value };
      return { kind: "signedOut", error: value };
    case "credentials":
      return { kind: "signedOut", error: value };
    case "rate-limited": {
      const rateLimit = { retryAfterMs: error.retryAfterMs };
      // A 429 comes before any work; a 503 may come from a gateway that BigGo's own answer did not get through.
      const mayBeThere = lastBytesSent && error.httpStatus !== 429;
      return mayBeThere ? { kind: "unanswered", error: value, rateLimit } : { kind: "rateLimited", ...rateLimit };
    }
    case "tls":
      return lastBytesSent ? { kind: "unanswered", error: value } : { kind: "blocked", error: value };
    case "refused":
      return error.biggoCode === 1002 ? { kind: "alreadyThere" } : { kind: "refused", error: value };
    case "network":
    case "timeout":
    case "not-biggo":
    case "server": {
      if (lastBytesSent) return { kind: "unanswered", error: value };
      const unreachable = unreachableCodes.has(error.systemCode ?? "") || error.timer === "connect";
      return { kind: unreachable ? "unreachable" : "broken", error: value };
    }
  }
}

/**
 * Classifies what an attempt threw. `lastBytesSent` is whether the closing boundary was released: before that the
 * server cannot have had a whole body, after it only an answer tells.
 */
export function classifySendFailure(error: unknown, lastBytesSent: boolean): SendFailure {
  if (error instanceof BigGoError) return classifyBigGo(error, lastBytesSent);
  if (error instanceof FileProblem) return { kind: "file", reason: error.reason };
  const value = toErrorValue(error);
  if (value.code === "cancelled") return { kind: "aborted" };
  const storage = troubleOf(error);
  if (storage !== null) return { kind: "storage", storage };
  return lastBytesSent ? { kind: "unanswered", error: value } : { kind: "broken", error: value };
}
