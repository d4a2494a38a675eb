import { AppError, type AppErrorValue, type ErrorCode } from "../../shared/errors.ts";
import { redactedMessage } from "../foundation/redact.ts";
import { BigGoError } from "./biggo-error.ts";
import { BigGoCode, TokenCode } from "./codes.ts";

/** The app's code for each code of a data call. */
const codeOfBiggoCode: Record<number, ErrorCode> = {
  [BigGoCode.transcodeError]: "not-convertible",
  [BigGoCode.duplicateVideo]: "already-there",
  [BigGoCode.otherUsersVideo]: "not-yours",
  [BigGoCode.videoNotFound]: "video-gone",
  [BigGoCode.videoDeleted]: "video-gone",
  [BigGoCode.invalidParameter]: "invalid-field",
  [BigGoCode.userNotFound]: "user-gone",
  [BigGoCode.productNotFound]: "product-gone",
  [BigGoCode.tooManyProducts]: "too-many-products",
  [BigGoCode.missingParameter]: "missing-field",
};

const codeOfHttpStatus: Record<number, ErrorCode> = { 403: "forbidden", 413: "too-large", 415: "unsupported-type" };

function codeOf(error: BigGoError): ErrorCode {
  switch (error.kind) {
    case "network":
      return "no-network";
    case "tls":
      return "tls";
    case "proxy":
      if (!error.isProxySignIn) return "proxy-unsupported";
      return error.unsupportedMethods === undefined ? "proxy-sign-in" : "proxy-method";
    case "timeout":
      return "timeout";
    case "aborted":
      return "cancelled";
    case "not-biggo":
      return "not-biggo";
    case "credentials":
      return error.biggoCode === TokenCode.appKeyRevoked ? "key-revoked" : "wrong-key";
    case "unauthorised":
      // A token that was just issued and is refused says nothing against the key.
      return error.retryable ? "server-error" : "signed-out";
    case "rate-limited":
      return "rate-limited";
    case "server":
      return "server-error";
    case "refused":
      return codeOfBiggoCode[error.biggoCode ?? 0] ?? codeOfHttpStatus[error.httpStatus ?? 0] ?? "refused";
  }
}

/** The parameters of a video in BigGo's terms, and the fields of the app. */
const fieldOfParameter = { title: "title", description: "description", access: "access" } as const;
const fieldCodes: ReadonlySet<number> = new Set([BigGoCode.invalidParameter, BigGoCode.missingParameter]);

/** The field that a refusal is about. BigGo names it in the message at most; undefined when it does not. */
function fieldNamed({ biggoCode, message }: BigGoError): string | undefined {
  if (!fieldCodes.has(biggoCode ?? 0)) return undefined;
  const named = Object.entries(fieldOfParameter).filter(([parameter]) =>
    new RegExp(`\\b${parameter}\\b`, "i").test(message),
  );
  // A message that names several fields is about no particular one.
  return named.length === 1 ? named[0]?.[1] : undefined;
}

/** Converts a {@link BigGoError} into the app's error; any other error is returned unchanged. */
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

/**
 * Converts any error into the value that is stored and shown; an unexpected one becomes a retryable `internal`, whose
 * message names no file.
 */
export function toErrorValue(error: unknown): AppErrorValue {
  const mapped = toAppError(error);
  if (mapped instanceof AppError) return mapped.value;
  return { code: "internal", message: redactedMessage(mapped), retryable: true, details: {} };
}
