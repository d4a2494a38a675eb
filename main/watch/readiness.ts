import { containerEnd } from "./container-end.ts";
import { createOpenForWriting } from "./open-for-writing.ts";

/**
 * Whether a file that has stopped changing is complete: `held` by another program that may write more, `unfinished` by
 * its container, or `unknown` where neither says so.
 */
export type Readiness = "ready" | "held" | "unfinished" | "unknown";

/** Creates the question whether a file is complete. Never rejects: a file that cannot be read is for the queue to refuse. */
export function createReadiness(isOpenForWriting = createOpenForWriting()): (path: string) => Promise<Readiness> {
  return async (path) => {
    const opened = await isOpenForWriting(path);
    if (opened === "yes") return "held";
    const end = await containerEnd(path).catch(() => null);
    if (end === "unfinished") return "unfinished";
    return opened === "no" || end === "finished" || end === null ? "ready" : "unknown";
  };
}
