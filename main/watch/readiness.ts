import { access } from "node:fs/promises";
import { downloadMarkersOf } from "../foundation/ignored-names.ts";
import { containerEnd } from "./container-end.ts";
import { createOpenForWriting } from "./open-for-writing.ts";

/**
 * Whether a file that has stopped changing is complete: `held` by another program that may write more, `unfinished` by
 * its container, or `unknown` where neither says so.
 */
export type Readiness = "ready" | "held" | "unfinished" | "unknown";

/** Whether a download keeps a file beside this one, as aria2 and browsers do until it has ended. */
async function isBeingDownloaded(path: string): Promise<boolean> {
  const present = downloadMarkersOf(path).map((marker) =>
    access(marker).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(present)).includes(true);
}

/** Creates the question whether a file is complete. Never rejects: a file that cannot be read is for the queue to refuse. */
export function createReadiness(isOpenForWriting = createOpenForWriting()): (path: string) => Promise<Readiness> {
  return async (path) => {
    if (await isBeingDownloaded(path)) return "held";
    const opened = await isOpenForWriting(path);
    if (opened === "yes") return "held";
    const end = await containerEnd(path).catch(() => null);
    if (end === "unfinished") return "unfinished";
    return opened === "no" || end === "finished" || end === null ? "ready" : "unknown";
  };
}
