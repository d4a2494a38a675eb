import type { Clock } from "../../foundation/clock.ts";
import { createLimiter } from "../../foundation/limiter.ts";
import type { FileIdentity } from "../model/upload-row.ts";
import { FileProblem } from "./file-problem.ts";

interface FileChecksDeps {
  /** Rejects with FileProblem when the file is not there, readable and the same. */
  check: (identity: FileIdentity) => Promise<void>;
  clock: Pick<Clock, "after">;
}

/**
 * How many files are looked at side by side: a drive that does not answer holds a thread for each, and there are four for
 * everything that reads files.
 */
const parallelChecks = 2;
/** A drive that wakes up has answered by then, ms. */
const timeoutMs = 10_000;

/**
 * Looks at files in turn. A drive that does not answer keeps nobody waiting: its files are `unreadable` until it does, and
 * are not asked for meanwhile.
 */
export function createFileChecks({ check, clock }: FileChecksDeps): (identity: FileIdentity) => Promise<void> {
  const turn = createLimiter(parallelChecks);
  const silent = new Set<string>();

  const ask = (identity: FileIdentity) =>
    new Promise<void>((resolve, reject) => {
      const { device } = identity;
      const noAnswer = () => reject(new FileProblem("unreadable", "The drive does not answer"));
      if (silent.has(device)) return noAnswer();
      const cancel = clock.after(timeoutMs, () => {
        silent.add(device);
        noAnswer();
      });
      const end = () => {
        cancel();
        silent.delete(device);
      };
      check(identity).finally(end).then(resolve, reject);
    });

  return (identity) => turn(() => ask(identity));
}
