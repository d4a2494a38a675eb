import { join, resolve } from "node:path";
import { importCycles } from "./boundaries/import-cycles.ts";
import { brokenArrows } from "./boundaries/rules.ts";
import { readArrows } from "./boundaries/source-graph.ts";

/** Checks that imports under the root run one way (docs/architecture.md). Answers one line per offence. */
export function checkBoundaries(root: string): string[] {
  const arrows = readArrows(root);
  return [...brokenArrows(arrows), ...importCycles(arrows)];
}

if (import.meta.main) {
  const root = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));
  const offences = checkBoundaries(root);
  for (const offence of offences) console.error(offence);
  if (offences.length > 0) process.exitCode = 1;
}
