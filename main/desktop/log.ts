import { join } from "node:path";
import log from "electron-log/main.js";

/**
 * The app's log: a file of at most 5 MiB beside its predecessor, in `folder`. No secret, token or file path goes in.
 */
export interface Log {
  info(line: string): void;
  error(line: string, error?: unknown): void;
}

/** Opens the log. */
export function openLog(folder: string): Log {
  log.transports.file.resolvePathFn = () => join(folder, "main.log");
  log.transports.file.maxSize = 5 * 1024 * 1024;
  log.transports.console.level = "warn";
  return {
    info: (line) => log.info(line),
    error: (line, error) => log.error(line, error instanceof Error ? (error.stack ?? error.message) : (error ?? "")),
  };
}

/** What nobody caught is written down; the queue is on disk, so going on is safer than a box over the window. */
export function logUncaught(log: Log): void {
  process.on("uncaughtException", (error) => log.error("uncaught exception", error));
  process.on("unhandledRejection", (error) => log.error("unhandled rejection", error));
}
