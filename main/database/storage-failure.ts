import { AppError, type ErrorCode } from "../../shared/errors.ts";
import type { StorageFailure } from "../../shared/model/upload.ts";

/**
 * SQLite's primary result codes (https://sqlite.org/rescode.html). A full disk also shows as a file that cannot be opened,
 * and is like a read-only one: nothing can be stored until the user does something about it.
 */
const failureOfCode: Partial<Record<number, StorageFailure>> = {
  5: "locked",
  6: "locked",
  8: "full",
  10: "failing",
  11: "damaged",
  13: "full",
  14: "full",
  26: "damaged",
};

/** Extended codes of SQLITE_IOERR: the WAL's shared memory cannot grow (SHMOPEN, SHMSIZE, SHMMAP), as on a full disk. */
const fullCodes: ReadonlySet<number> = new Set([4618, 4874, 5386]);

const errorOf: Record<StorageFailure, { code: ErrorCode; message: string }> = {
  full: { code: "disk-full", message: "There is no room to store the queue" },
  failing: { code: "disk-failing", message: "The disk failed to read or write the queue's database" },
  locked: { code: "database-locked", message: "Another program has locked the queue's database" },
  damaged: { code: "database-damaged", message: "The queue's database is damaged" },
};

/** Why SQLite could not store something; null for an error that is not a storage failure. */
export function sqliteFailureOf(error: unknown): StorageFailure | null {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  return fullCodes.has(code) ? "full" : (failureOfCode[code & 0xff] ?? null);
}

/** Stores something that may be lost: ignores a full or failing disk, a lock or a damaged file; rethrows any other error. */
export function ignoringStorageFailure(store: () => void): void {
  try {
    store();
  } catch (error) {
    if (sqliteFailureOf(error) === null) throw error;
  }
}

/** The retryable AppError that reports a storage failure. */
export function storageError(failure: StorageFailure): AppError {
  const { code, message } = errorOf[failure];
  return new AppError(code, message, { retryable: true });
}

/** The failure an error from {@link storageError} reports; null for any other error. */
export function storageFailureOf(error: unknown): StorageFailure | null {
  if (!(error instanceof AppError)) return null;
  const entry = Object.entries(errorOf).find(([, { code }]) => code === error.value.code);
  return entry === undefined ? null : (entry[0] as StorageFailure);
}

/** Whether something could not be stored: reported by SQLite itself, or by the queue. */
export function isStorageFailure(error: unknown): boolean {
  return sqliteFailureOf(error) !== null || storageFailureOf(error) !== null;
}
