import { toErrorValue } from "../../biggo/app-error.ts";
import { BigGoError } from "../../biggo/biggo-error.ts";
import { BigGoCode, isBigGoCode } from "../../biggo/codes.ts";
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

/** A failure that is no verdict of BigGo's: open after the last bytes, an interruption before them. */
function interruption(error: BigGoError, lastBytesSent: boolean): SendFailure {
  const value = toErrorValue(error);
  if (lastBytesSent) return { kind: "unanswered", error: value };
  if (error.kind === "proxy") return { kind: "blocked", error: value };
  const unreachable = error.timer === "connect" || unreachableCodes.has(error.systemCode ?? "");
  return { kind: unreachable ? "unreachable" : "broken", error: value };
}

/** The token was refused: by BigGo, which then stored nothing, or by a gateway's 401. */
function classifyUnauthorised(error: BigGoError, lastBytesSent: boolean): SendFailure {
  if (!error.retryable) return { kind: "signedOut", error: toErrorValue(error) };
  return isBigGoCode(error.biggoCode)
    ? { kind: "expired", error: toErrorValue(error) }
    : interruption(error, lastBytesSent);
}

/** No token could be had, so nothing was sent; the next row would fail the same way. */
function classifyTokenRequest(error: BigGoError): SendFailure {
  switch (error.kind) {
    case "proxy":
      return { kind: "blocked", error: toErrorValue(error) };
    case "network":
    case "timeout":
    case "not-biggo":
    case "server":
      return { kind: "unreachable", error: toErrorValue(error) };
    default:
      return classifyBigGo(error, false);
  }
}

function classifyBigGo(error: BigGoError, lastBytesSent: boolean): SendFailure {
  const value = toErrorValue(error);
  switch (error.kind) {
    case "aborted":
      return { kind: "aborted" };
    case "unauthorised":
      return classifyUnauthorised(error, lastBytesSent);
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
      if (error.biggoCode === BigGoCode.duplicateVideo) return { kind: "duplicate" };
      return error.isFinalRefusal ? { kind: "refused", error: value } : interruption(error, lastBytesSent);
    case "network":
    case "proxy":
    case "timeout":
    case "not-biggo":
    case "server":
      return interruption(error, lastBytesSent);
  }
}

/**
 * Classifies what an attempt threw. `lastBytesSent` is whether the closing boundary was released: before that the
 * server cannot have the whole body; after it only a response decides.
 */
export function classifySendFailure(error: unknown, lastBytesSent: boolean): SendFailure {
  if (error instanceof BigGoError) {
    return error.atTokenEndpoint ? classifyTokenRequest(error) : classifyBigGo(error, lastBytesSent);
  }
  if (error instanceof FileProblem) return { kind: "file", reason: error.reason };
  const value = toErrorValue(error);
  if (value.code === "cancelled") return { kind: "aborted" };
  const storage = storageFailureOf(error);
  if (storage !== null) return { kind: "storage", storage };
  return lastBytesSent ? { kind: "unanswered", error: value } : { kind: "broken", error: value };
}
