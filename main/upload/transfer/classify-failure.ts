import { toErrorValue } from "../../biggo/app-error.ts";
import { BigGoError } from "../../biggo/biggo-error.ts";
import { troubleOf } from "../../database/storage-trouble.ts";
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
