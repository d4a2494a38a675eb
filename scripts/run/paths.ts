import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository's root. */
export const root = join(import.meta.dirname, "..", "..");

/** Where runners leave their machine-readable results. */
export const results = join(root, "out", "test-results");

/** The script behind a package's command, to be run with this same Node and no shell, on every system. */
export function commandOf(packageName: string, command = packageName): string {
  const folder = join(root, "node_modules", packageName);
  if (!existsSync(folder)) throw new Error(`${packageName} is not installed; run npm ci.`);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === "string" ? bin : bin[command];
  if (!file) throw new Error(`${packageName} has no command ${command}.`);
  return join(folder, file);
}
