import type { Clock } from "../../foundation/clock.ts";
import { createLimiter } from "../../foundation/limiter.ts";
import type { AddedFile, FileIdentity } from "../model/upload-row.ts";
import { FileProblem } from "./file-problem.ts";

interface FileChecksDeps {
  /** Resolves with the file's identity; rejects with FileProblem unless it is present, readable and unchanged. */
  check: (added: AddedFile) => Promise<FileIdentity>;
  clock: Pick<Clock, "after">;
}

/**
 * How many files are checked concurrently. A drive that does not respond blocks one thread per check, and Node has four
 * for all file access.
 */
const maxConcurrentChecks = 2;
/** Long enough for a drive to spin up, ms. */
const timeoutMs = 10_000;

/**
 * Checks files with limited concurrency. A drive that does not respond blocks no other: until it responds, its files
 * are `unreadable` and it is not accessed again.
 */
export function createFileChecks({ check, clock }: FileChecksDeps): FileChecksDeps["check"] {
  const limit = createLimiter(maxConcurrentChecks);
  const unresponsive = new Set<string>();

  const checkWithTimeout = (added: AddedFile) =>
    new Promise<FileIdentity>((resolve, reject) => {
      const { device } = added.file;
      const fail = () => reject(new FileProblem("unreadable", "The drive does not respond"));
      if (unresponsive.has(device)) return fail();
      const cancel = clock.after(timeoutMs, () => {
        unresponsive.add(device);
        fail();
      });
      const onResponse = () => {
        cancel();
        unresponsive.delete(device);
      };
      check(added).finally(onResponse).then(resolve, reject);
    });

  return (added) => limit(() => checkWithTimeout(added));
}
