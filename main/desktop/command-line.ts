import { resolve } from "node:path";

/** The command line's files and switches. */
export interface CommandLine {
  /** Absolute. */
  files: string[];
  /** Add them without the review sheet. */
  add: boolean;
}

/**
 * Removes Electron's own arguments: its path, and in development everything up to the app's folder, which is the first
 * argument that is not a switch.
 */
export function argumentsAfterApp(argv: readonly string[], isPackaged: boolean): string[] {
  if (isPackaged) return argv.slice(1);
  const appFolder = argv.findIndex((arg, index) => index > 0 && !arg.startsWith("-"));
  return appFolder === -1 ? [] : argv.slice(appFolder + 1);
}

/**
 * Parses the app's arguments: everything that is not a switch is a file. Chromium's and Node's switches (`--name` or
 * `--name=value`) are skipped.
 */
export function parseCommandLine(args: readonly string[], workingFolder: string): CommandLine {
  const separator = args.indexOf("--");
  const named = separator === -1 ? args.filter((arg) => !arg.startsWith("-")) : args.slice(separator + 1);
  const before = separator === -1 ? [] : args.slice(0, separator).filter((arg) => !arg.startsWith("-"));
  const files = [...before, ...named].filter((arg) => arg !== "").map((arg) => resolve(workingFolder, arg));
  return { files, add: args.includes("--add") };
}
