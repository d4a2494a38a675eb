import { AppError, type AppErrorValue, type ErrorCode } from "../../shared/errors.ts";
import { BigGoError } from "./biggo-error.ts";

/** BigGo's codes on data calls → the app's. */
const codeOfBiggoCode: Record<number, ErrorCode> = {
  1001: "not-convertible",
  1002: "already-there",
  1003: "not-yours",
  1004: "video-gone",
  1005: "video-gone",
  1006: "invalid-field",
  1007: "user-gone",
  1008: "product-gone",
  1009: "too-many-products",
  1010: "missing-field",
};

const codeOfHttpStatus: Record<number, ErrorCode> = { 403: "forbidden", 413: "too-large", 415: "unsupported-type" };

function codeOf(error: BigGoError): ErrorCode {
  switch (error.kind) {
    case "network":
      return "no-network";
    case "tls":
      return "tls";
    case "timeout":
      return "timeout";
    case "aborted":
      return "cancelled";
    case "not-biggo":
      return "not-biggo";
    // On the token endpoint 1004 says that the key was revoked; every other refusal means that the key is wrong.
    case "credentials":
      return error.biggoCode === 1004 ? "key-revoked" : "wrong-key";
    case "unauthorised":
      return "signed-out";
    case "rate-limited":
      return "rate-limited";
    case "server":
      return "server-error";
    case "refused":
      return codeOfBiggoCode[error.biggoCode ?? 0] ?? codeOfHttpStatus[error.httpStatus ?? 0] ?? "refused";
  }
}

/** What the rest of the app and the page hear of a {@link BigGoError}; any other error passes unchanged. */
export function toAppError(error: unknown): unknown {
  if (!(error instanceof BigGoError)) return error;
  const { biggoCode, httpStatus } = error;
  return new AppError(codeOf(error), error.message, {
    retryable: error.retryable,
    details: {
      ...(biggoCode === undefined ? {} : { biggoCode }),
      ...(httpStatus === undefined ? {} : { httpStatus }),
    },
  });
}

/** Any error as the value that is stored and shown; one that nobody expected becomes `internal`, worth another try. */
export function toErrorValue(error: unknown): AppErrorValue {
  const mapped = toAppError(error);
  if (mapped instanceof AppError) return mapped.value;
  const message = mapped instanceof Error ? mapped.message : String(mapped);
  return { code: "internal", message, retryable: true, details: {} };
}
