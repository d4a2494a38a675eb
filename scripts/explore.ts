/**
 * `npm run explore -- [--uploads N] [--depth N] [--fault NAME]`: explores the upload engine breadth-first, and reports states,
 * depth, phases and violations. By default every scenario runs to its own depth.
 */
import { parseArgs } from "node:util";
import { type Exploration, explore } from "../main/upload/explore/explore.ts";
import { type FaultName, faults } from "../main/upload/explore/faults.ts";
import { describeCoverage, missingPairs, uniteCoverages } from "../main/upload/explore/phase-coverage.ts";
import { engineRules } from "../main/upload/explore/rules.ts";
import { scenarios } from "../main/upload/explore/scenarios.ts";

const { values } = parseArgs({
  options: { uploads: { type: "string" }, depth: { type: "string" }, fault: { type: "string" } },
});

const isFault = (name: string): name is FaultName => name in faults;

function rulesOf(fault: string | undefined) {
  if (fault === undefined) return engineRules;
  if (isFault(fault)) return faults[fault];
  console.error(`no such fault; there are: ${Object.keys(faults).join(", ")}`);
  process.exit(2);
}

function describe({ states, events, depth, isComplete, violation }: Exploration): string {
  const numbers = `${states.toLocaleString("en")} states, ${events.toLocaleString("en")} events, depth ${depth}`;
  const found = violation === null ? "0 violations" : `violated: ${violation.message}`;
  return `${numbers}${isComplete ? " (complete)" : ""}, ${found}`;
}

const rules = rulesOf(values.fault);
const chosen = scenarios.filter(
  ({ options }) => values.uploads === undefined || options.uploads === Number(values.uploads),
);
if (chosen.length === 0 || Number.isNaN(Number(values.depth ?? 0))) {
  console.error("usage: npm run explore -- [--uploads 1|2] [--depth N] [--fault NAME]");
  process.exit(2);
}
const explorations: Exploration[] = [];
for (const { name, options, depth } of chosen) {
  const exploration = await explore(options, rules, values.depth === undefined ? depth : Number(values.depth));
  explorations.push(exploration);
  console.log(`${name}: ${describe(exploration)}`);
  for (const [index, event] of exploration.violation?.events.entries() ?? []) console.log(`  ${index + 1}. ${event}`);
  if (exploration.violation !== null) process.exit(1);
}
const coverage = uniteCoverages(explorations.map((exploration) => exploration.coverage));
const missing = missingPairs(coverage);
console.log(describeCoverage(coverage).join("\n"));
const states = explorations.reduce((sum, exploration) => sum + exploration.states, 0);
const depth = Math.max(...explorations.map((exploration) => exploration.depth));
const few =
  missing.length < 10 ? `not reached: ${missing.join(", ")}` : `${missing.length} pairs of phases not reached`;
const reached = missing.length === 0 ? "every phase reached from every phase it can follow" : few;
console.log(`${states.toLocaleString("en")} states, depth ${depth}, ${reached}, 0 violations`);
// A smaller depth than a scenario's own cannot reach everything.
if (missing.length > 0 && values.depth === undefined && values.uploads === undefined) process.exitCode = 1;
