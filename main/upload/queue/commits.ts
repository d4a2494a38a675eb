import { AppError } from "../../../shared/errors.ts";
import type { StorageFailure } from "../../../shared/model/upload.ts";
import { sqliteFailureOf, storageError, storageFailureOf } from "../../database/storage-failure.ts";

interface CommitsDeps {
  /** Every commit throws AppError `database-newer`. */
  readOnly: boolean;
  /** The store rejected a write. */
  onStorageFailure: (failure: StorageFailure) => void;
}

/** Writes to the queue's store, and the work to redo once the store accepts writes again. */
export interface Commits {
  /** Throws AppError `disk-full`, `disk-failing`, `database-locked` or `database-damaged` when nothing was written. */
  commit(write: () => void): void;
  /** Runs work that no caller waits for: now, or once the store accepts writes again. */
  deferUntilWritable(work: () => void): void;
  /** Writes something that may be lost when it cannot be stored now. */
  bestEffort(write: () => void): void;
  /** The store may accept writes again: runs everything that was deferred. */
  retryDeferred(): void;
}

/** Wraps the writes of one queue. */
export function createCommits({ readOnly, onStorageFailure }: CommitsDeps): Commits {
  let deferred: (() => void)[] = [];

  const commit = (write: () => void) => {
    if (readOnly) throw new AppError("database-newer", "The queue was written by a newer version and is only shown");
    try {
      write();
    } catch (error) {
      const failure = sqliteFailureOf(error);
      if (failure === null) throw error;
      onStorageFailure(failure);
      throw storageError(failure);
    }
  };
  const tryWrite = (work: () => void, onUnwritable: () => void) => {
    try {
      work();
    } catch (error) {
      if (storageFailureOf(error) === null) throw error;
      onUnwritable();
    }
  };
  const deferUntilWritable = (work: () => void) => tryWrite(work, () => deferred.push(() => deferUntilWritable(work)));

  return {
    commit,
    deferUntilWritable,
    bestEffort: (write) =>
      tryWrite(
        () => commit(write),
        () => {},
      ),
    retryDeferred() {
      const due = deferred;
      deferred = [];
      for (const work of due) work();
    },
  };
}
