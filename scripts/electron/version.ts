import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of an unpacked Electron, read from the `version` file of every official build; "unknown" without it. */
export function electronVersionAt(executable: string): string {
  // On macOS the executable is three folders deep in the application bundle.
  const folder = executable.replace(/[\\/](Electron\.app[\\/].*|[^\\/]+)$/, "");
  const file = join(folder, "version");
  return existsSync(file) ? readFileSync(file, "utf8").trim().replace(/^v/, "") : "unknown";
}
