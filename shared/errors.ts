import { z } from "zod";

/**
 * Every way a call or an upload can fail, as reported to the page. The set is closed: the page has one text per code in
 * each language, and a code without a text does not compile.
 */
export const errorCodes = [
  // Account
  "wrong-key",
  "key-revoked",
  "no-permission",
  "signed-out",
  "keyring-locked",
  "keyring-unavailable",
  // Network
  "no-network",
  "not-biggo",
  "tls",
  "proxy-sign-in",
  "proxy-method",
  "proxy-unsupported",
  "timeout",
  "rate-limited",
  "server-error",
  "sent-in-vain",
  // BigGo's refusals (codes 1001–1010 and HTTP 403, 413, 415)
  "not-convertible",
  "already-there",
  "not-yours",
  "video-gone",
  "invalid-field",
  "user-gone",
  "product-gone",
  "product-unidentified",
  "product-unknown",
  "store-unknown",
  "too-many-products",
  "missing-field",
  "edited-elsewhere",
  "forbidden",
  "too-large",
  "unsupported-type",
  "refused",
  // Files
  "file-missing",
  "file-unreadable",
  "file-empty",
  "file-changed",
  "file-not-regular",
  "file-not-video",
  "file-name-unusable",
  "file-unfinished",
  "file-hidden",
  "file-without-path",
  "folder-is-document",
  "folder-unreadable",
  "folder-without-videos",
  "file-stopped-app",
  "file-unwritable",
  "video-taken",
  // This computer
  "disk-full",
  "disk-failing",
  "database-newer",
  "database-locked",
  "database-damaged",
  "sleep-failed",
  "practice-failed",
  "not-found",
  "invalid-input",
  "not-allowed",
  "too-many-calls",
  "cancelled",
  "internal",
] as const;

export const errorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCode>;

/** Codes that mean the key is not accepted, or not at hand: the user has to sign in again, or to unlock the keyring. */
export const signInCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "wrong-key",
  "key-revoked",
  "signed-out",
  "keyring-locked",
  "keyring-unavailable",
]);

/** The shape in which every failure crosses the bridge and is stored with a failed upload. */
export const appErrorSchema = z.object({
  code: errorCode,
  /** English, for "Copy details" and the log; never shown as the first line. */
  message: z.string(),
  retryable: z.boolean(),
  details: z
    .object({
      biggoCode: z.number().optional(),
      httpStatus: z.number().optional(),
      /** Finds the full error in the log. */
      logId: z.string().optional(),
      /** The file, product or field the failure is about. */
      name: z.string().optional(),
      /** Keys of the products the failure is about. */
      products: z.array(z.string()).optional(),
      /** Epoch ms before which retrying is useless. */
      until: z.number().optional(),
    })
    .default({}),
});
export type AppErrorValue = z.infer<typeof appErrorSchema>;

/** An expected failure; anything else that is thrown becomes `internal` at the bridge. */
export class AppError extends Error {
  readonly value: AppErrorValue;

  constructor(
    code: ErrorCode,
    message: string,
    options: { retryable?: boolean; details?: AppErrorValue["details"] } = {},
  ) {
    super(message);
    this.name = "AppError";
    this.value = { code, message, retryable: options.retryable ?? false, details: options.details ?? {} };
  }
}
