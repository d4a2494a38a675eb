import { AppError } from "../../shared/errors.ts";

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const codes = { busy: 5, locked: 6, ioError: 10, full: 13 } as const;

/** Why SQLite could not store something and may later: null for any other error. A full disk also shows as an I/O error. */
export function storageTrouble(error: unknown): "full" | "locked" | null {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  if (code === codes.full || code === codes.ioError) return "full";
  return code === codes.busy || code === codes.locked ? "locked" : null;
}

/** What whoever waits for a commit hears of it. */
export function storageError(trouble: "full" | "locked"): AppError {
  return trouble === "full"
    ? new AppError("disk-full", "There is no room to store the queue", { retryable: true })
    : new AppError("database-locked", "Another program has locked the queue's database", { retryable: true });
}

/** Whether the error is one that {@link storageError} made. */
export function isStorageError(error: unknown): boolean {
  return error instanceof AppError && (error.value.code === "disk-full" || error.value.code === "database-locked");
}
