import { BigGoError } from "../../biggo/biggo-error.ts";

const errors = {
  "no connection": () => new BigGoError("network", "ECONNREFUSED", { systemCode: "ECONNREFUSED" }),
  "connection breaks": () => new BigGoError("network", "ECONNRESET", { systemCode: "ECONNRESET" }),
  "no answer in time": () => new BigGoError("timeout", "answer", { timer: "answer" }),
  "certificate is not trusted": () => new BigGoError("tls", "CERT_HAS_EXPIRED"),
  "key is refused": () => new BigGoError("credentials", "invalid_client"),
  "gateway answers 403": () => new BigGoError("refused", "HTTP 403", { httpStatus: 403 }),
  "gateway answers 503": () => new BigGoError("rate-limited", "HTTP 503", { httpStatus: 503, retryAfterMs: 2000 }),
  "rate limit": () => new BigGoError("rate-limited", "HTTP 429", { httpStatus: 429, retryAfterMs: 2000 }),
  "token has expired": () => new BigGoError("unauthorised", "expired", { biggoCode: 4 }),
  "refused (1006)": () => new BigGoError("refused", "invalid", { biggoCode: 1006 }),
  "exists already (1002)": () => new BigGoError("refused", "repeated video", { biggoCode: 1002 }),
} as const satisfies Record<string, () => BigGoError>;

/** What goes wrong with a request, as events name it. */
export type AnswerError = keyof typeof errors;

/** The error with which the client rejects. */
export const errorOf = (name: AnswerError): BigGoError => errors[name]();

/** Failures before the first byte of a file. */
export const openingErrors = ["no connection", "certificate is not trusted", "key is refused", "rate limit"] as const;
/** Failures after some bytes of a file, and before its last. */
export const sendingErrors = [
  "connection breaks",
  "gateway answers 403",
  "token has expired",
  "rate limit",
  "refused (1006)",
] as const;
/** BigGo's own answers to a whole body that it does not store. */
export const refusals = ["refused (1006)", "token has expired", "rate limit"] as const;
/** What the app gets in place of an answer to a whole body, whatever became of it. */
export const lostAnswers = ["connection breaks", "gateway answers 403", "gateway answers 503"] as const;
