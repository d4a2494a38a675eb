import { AppError } from "../../../shared/errors.ts";
import type { StorageTrouble } from "../../../shared/model/upload.ts";
import { storageError, storageTrouble, troubleOf } from "../../database/storage-trouble.ts";

interface CommitsDeps {
  /** Nothing is stored: every commit throws AppError `database-newer`. */
  readOnly: boolean;
  /** The store takes nothing for now. */
  onTrouble: (trouble: StorageTrouble) => void;
}

/** Writes of the queue, and what is to be done again once the store takes them. */
export interface Commits {
  /** Throws AppError `disk-full` and the like when nothing was written. */
  commit(write: () => void): void;
  /** Does what nobody waits for, now or when the store takes it. */
  soonerOrLater(work: () => void): void;
  /** Does what may as well be lost when it cannot be stored now. */
  ifPossible(write: () => void): void;
  /** The store may take writes again: what could not be done is done. */
  goOn(): void;
}

/** Builds the commits of a queue. */
export function createCommits({ readOnly, onTrouble }: CommitsDeps): Commits {
  let undone: (() => void)[] = [];

  const commit = (write: () => void) => {
    if (readOnly) throw new AppError("database-newer", "The queue was written by a newer version and is only shown");
    try {
      write();
    } catch (error) {
      const trouble = storageTrouble(error);
      if (trouble === null) throw error;
      onTrouble(trouble);
      throw storageError(trouble);
    }
  };
  const unless = (work: () => void, otherwise: () => void) => {
    try {
      work();
    } catch (error) {
      if (troubleOf(error) === null) throw error;
      otherwise();
    }
  };
  const soonerOrLater = (work: () => void) => unless(work, () => undone.push(() => soonerOrLater(work)));

  return {
    commit,
    soonerOrLater,
    ifPossible: (write) =>
      unless(
        () => commit(write),
        () => {},
      ),
    goOn() {
      const again = undone;
      undone = [];
      for (const work of again) work();
    },
  };
}
