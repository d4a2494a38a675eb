import { arch, EOL, release } from "node:os";
import { join } from "node:path";
import log from "electron-log/main.js";
import { makePrivateFolder, privateMode } from "../foundation/private-folder.ts";
import { redact } from "../foundation/redact.ts";

/**
 * The app's log: one file of at most 5 MiB and its predecessor. Paths and credentials are removed from every line; callers
 * add no names, titles or ids of accounts.
 */
export interface Log {
  info(line: string): void;
  error(line: string, error?: unknown): void;
}

/** Opens the log in a folder. */
export function openLog(folder: string): Log {
  log.transports.file.resolvePathFn = () => join(folder, "main.log");
  // It would create its folder and file for everybody.
  makePrivateFolder(folder);
  log.transports.file.writeOptions = { flag: "a", mode: privateMode.file, encoding: "utf8" };
  log.transports.file.maxSize = 5 * 1024 * 1024;
  log.transports.console.level = "warn";
  // Unless the app is packaged, it would send every line to the page.
  if (log.transports.ipc) log.transports.ipc.level = false;
  let pending: string[] = [];
  const flush = () => {
    if (pending.length === 0) return;
    const lines = pending;
    pending = [];
    log.info(redact(lines.join(EOL)));
  };
  process.once("exit", flush);
  return {
    info(line) {
      // One write for everything that happens in a turn: adding thousands of files logs as many lines.
      if (pending.length === 0) setImmediate(flush);
      pending.push(line);
    },
    error(line, error) {
      flush();
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error ?? "");
      log.error(redact(`${line} ${detail}`.trim()));
    },
  };
}

/** Logs what nothing caught. The queue is on disk, so continuing is safer than a dialog over the window. */
export function logUncaught(log: Log): void {
  process.on("uncaughtException", (error) => log.error("uncaught exception", error));
  process.on("unhandledRejection", (error) => log.error("unhandled rejection", error));
}

/** Logs the facts of this start that a bug report needs. */
export function logStart(log: Log, app: { version: string; locales: readonly string[]; packaged: boolean }): void {
  const { electron, chrome, node } = process.versions;
  const system = `${process.platform} ${arch()} ${release()}`;
  const kind = app.packaged ? "packaged" : "development";
  log.info(
    `start ${app.version} (${kind}), electron ${electron}, chrome ${chrome}, node ${node}, ${system}, locales ${app.locales.join(" ")}`,
  );
}
