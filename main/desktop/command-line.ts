import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath, fileURLToPathBuffer } from "node:url";

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
 * The path that a `file:` URL (RFC 8089) names; null for any other text and for a URL without a path on this system.
 * Bytes that are not UTF-8 become U+FFFD.
 */
export function fileOfUrl(text: string, platform: NodeJS.Platform): string | null {
  if (!/^file:/i.test(text)) return null;
  // Some programs leave these two unencoded; a file has neither a query nor a fragment.
  const encoded = text.replaceAll("#", "%23").replaceAll("?", "%3F");
  if (!URL.canParse(encoded)) return null;
  const url = new URL(encoded);
  const windows = platform === "win32";
  if (!windows && url.hostname === hostname().toLowerCase()) url.hostname = "";
  try {
    const path = windows ? fileURLToPath(url, { windows }) : fileURLToPathBuffer(url, { windows }).toString("utf8");
    return path.includes("\0") ? null : path;
  } catch {
    return null;
  }
}

/** The absolute path of an argument. A file that exists under the very name of the argument goes before a URL. */
function pathOf(arg: string, workingFolder: string): string {
  const path = resolve(workingFolder, arg);
  if (existsSync(path)) return path;
  // What is no file's URL is kept, so that it is refused by its name.
  return fileOfUrl(arg, process.platform) ?? path;
}

/**
 * Parses the app's arguments: everything that is not a switch is a file, by its path or its `file:` URL. Chromium's and
 * Node's switches (`--name` or `--name=value`) are skipped.
 */
export function parseCommandLine(args: readonly string[], workingFolder: string): CommandLine {
  const separator = args.includes("--") ? args.indexOf("--") : args.length;
  const before = args.slice(0, separator);
  const isSwitch = (arg: string) =>
    arg.startsWith("-") && (arg === "--add" || !existsSync(resolve(workingFolder, arg)));
  const named = before.flatMap((arg) => {
    if (arg.startsWith("--add=")) return [arg.slice("--add=".length)];
    return isSwitch(arg) ? [] : [arg];
  });
  const files = [...named, ...args.slice(separator + 1)].filter((arg) => arg !== "");
  return {
    files: files.map((arg) => pathOf(arg, workingFolder)),
    add: before.some((arg) => arg === "--add" || arg.startsWith("--add=")),
  };
}
