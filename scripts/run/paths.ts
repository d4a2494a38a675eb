import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository root. */
export const root = join(import.meta.dirname, "..", "..");

/** The folder of the runners' machine-readable results. */
export const results = join(root, "out", "test-results");

/** The script of a package's command, to run with this Node and without a shell on every system. */
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
