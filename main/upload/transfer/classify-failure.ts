import { toErrorValue } from "../../biggo/app-error.ts";
import { BigGoError } from "../../biggo/biggo-error.ts";
import { storageFailureOf } from "../../database/storage-failure.ts";
import { FileProblem } from "../files/file-problem.ts";
import type { SendFailure } from "../model/send-failure.ts";

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
      // Only the token expired (code 4) and BigGo stored nothing: send again with the new token.
      if (error.biggoCode === 4) return { kind: "expired", error: value };
      return { kind: "signedOut", error: value };
    case "credentials":
      return { kind: "signedOut", error: value };
    case "rate-limited": {
      const rateLimit = { retryAfterMs: error.retryAfterMs };
      // A 429 precedes any work; a 503 may come from a gateway after BigGo received the file.
      const mayHaveArrived = lastBytesSent && error.httpStatus !== 429;
      return mayHaveArrived ? { kind: "unanswered", error: value, rateLimit } : { kind: "rateLimited", ...rateLimit };
    }
    case "tls":
      return lastBytesSent ? { kind: "unanswered", error: value } : { kind: "blocked", error: value };
    case "refused":
      return error.biggoCode === 1002 ? { kind: "duplicate" } : { kind: "refused", error: value };
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
 * server cannot have the whole body; after it only a response decides.
 */
export function classifySendFailure(error: unknown, lastBytesSent: boolean): SendFailure {
  if (error instanceof BigGoError) return classifyBigGo(error, lastBytesSent);
  if (error instanceof FileProblem) return { kind: "file", reason: error.reason };
  const value = toErrorValue(error);
  if (value.code === "cancelled") return { kind: "aborted" };
  const storage = storageFailureOf(error);
  if (storage !== null) return { kind: "storage", storage };
  return lastBytesSent ? { kind: "unanswered", error: value } : { kind: "broken", error: value };
}
