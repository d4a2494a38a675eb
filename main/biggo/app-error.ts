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

/** The parameters of a video as BigGo calls them, and what the app calls them. */
const fieldOfParameter = { title: "title", description: "description", access: "access" } as const;
const fieldCodes = new Set([1006, 1010]);

/** The field that a refusal is about: BigGo has no place for it but its message, and may not say. */
function fieldNamed({ biggoCode, message }: BigGoError): string | undefined {
  if (!fieldCodes.has(biggoCode ?? 0)) return undefined;
  const named = Object.entries(fieldOfParameter).filter(([parameter]) =>
    new RegExp(`\\b${parameter}\\b`, "i").test(message),
  );
  // A message that names them all is about none of them.
  return named.length === 1 ? named[0]?.[1] : undefined;
}

/** What the rest of the app and the page hear of a {@link BigGoError}; any other error passes unchanged. */
export function toAppError(error: unknown): unknown {
  if (!(error instanceof BigGoError)) return error;
  const { biggoCode, httpStatus } = error;
  const name = fieldNamed(error);
  return new AppError(codeOf(error), error.message, {
    retryable: error.retryable,
    details: {
      ...(biggoCode === undefined ? {} : { biggoCode }),
      ...(httpStatus === undefined ? {} : { httpStatus }),
      ...(name === undefined ? {} : { name }),
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
