/** `npm run check`: formatting, lint, types, boundaries, import cycles, dead code and unit tests. */
import { runChecks } from "./run/check-steps.ts";
import { sum } from "./run/tally.ts";

if (sum(await runChecks()).failed > 0) process.exitCode = 1;
