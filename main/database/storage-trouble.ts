import { AppError, type ErrorCode } from "../../shared/errors.ts";
import type { StorageTrouble } from "../../shared/model/upload.ts";

/** SQLite's primary result codes (https://sqlite.org/rescode.html). A full disk also shows as an I/O error. */
const troubleOfCode: Partial<Record<number, StorageTrouble>> = {
  5: "locked",
  6: "locked",
  10: "full",
  11: "damaged",
  13: "full",
  26: "damaged",
};

const told: Record<StorageTrouble, { code: ErrorCode; message: string }> = {
  full: { code: "disk-full", message: "There is no room to store the queue" },
  locked: { code: "database-locked", message: "Another program has locked the queue's database" },
  damaged: { code: "database-damaged", message: "The queue's database is damaged" },
};

/** Why SQLite could not store something: null for an error that is not about the file. */
export function storageTrouble(error: unknown): StorageTrouble | null {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  return troubleOfCode[code] ?? null;
}

/** Stores what may as well be lost: a full disk or a lock costs it, and nothing else. */
export function unlessStorageFails(store: () => void): void {
  try {
    store();
  } catch (error) {
    if (storageTrouble(error) === null) throw error;
  }
}

/** What whoever waits for a commit hears of it. */
export function storageError(trouble: StorageTrouble): AppError {
  const { code, message } = told[trouble];
  return new AppError(code, message, { retryable: true });
}

/** The trouble that {@link storageError} made an error of; null for any other error. */
export function troubleOf(error: unknown): StorageTrouble | null {
  if (!(error instanceof AppError)) return null;
  const found = Object.entries(told).find(([, { code }]) => code === error.value.code);
  return found === undefined ? null : (found[0] as StorageTrouble);
}
