/**
 * `npm test`: runs the checks, the engine tests and the end-to-end tests, names those that failed, and
 * prints their total as the last line.
 */
import { dirname, join } from "node:path";
import { findElectron, overrideVariable } from "./electron-binary.ts";
import { ensureSystemLibraries } from "./machine.ts";
import { buildApp } from "./run/app-build.ts";
import { runChecks, unitReport } from "./run/check-steps.ts";
import { groups, reportOf } from "./run/e2e-groups.ts";
import { runEndToEnd } from "./run/end-to-end.ts";
import { failedTests } from "./run/failed-tests.ts";
import { commandOf, results, root } from "./run/paths.ts";
import { runVisibly } from "./run/process.ts";
import { broken, closingLine, readReport, removeReport, sum, type Tally } from "./run/tally.ts";

/** Slow or broad tests, of which a smaller form is run here; `npm run e2e -- --grep @broad` runs them. */
const broadTests = "@broad";

const engineReport = join(results, "engine.json");

/** The machine has what the app and the tests need; returns the path of Electron. */
async function prepareMachine(): Promise<string> {
  const electron = await findElectron();
  // The later steps then neither search for the stand-in nor announce it again.
  if (electron.source === "stand-in") process.env[overrideVariable] = dirname(electron.path);
  ensureSystemLibraries({ electron: electron.path, tests: true });
  return electron.path;
}

async function runEngineTests(): Promise<Tally> {
  await prepareMachine();
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${engineReport}`];
  const code = await runVisibly(process.execPath, [commandOf("vitest"), "run", "--project", "engine", ...reporters]);
  return readReport(engineReport, code);
}

async function runAppTests(): Promise<Tally> {
  const electron = await prepareMachine();
  await buildApp();
  return runEndToEnd(electron, ["--grep-invert", broadTests]);
}

/** Each bench in a size that only shows that it works. */
async function runBenches(): Promise<Tally> {
  await prepareMachine();
  const code = await runVisibly(process.execPath, [join(root, "bench", "main.ts"), "--tiny"]);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** Runs one step; an error counts as a failure and does not stop the next step. */
async function runStep(name: string, run: () => Promise<Tally[] | Tally>): Promise<Tally> {
  console.log(`\n=== ${name}`);
  try {
    return sum([await run()].flat());
  } catch (error) {
    console.error(error);
    return broken;
  }
}

const reports = [unitReport, engineReport, ...groups.map(reportOf)];
reports.forEach(removeReport);
const total = sum([
  await runStep("check", runChecks),
  await runStep("engine", runEngineTests),
  await runStep("end to end", runAppTests),
  await runStep("benches", runBenches),
]);
for (const { name, message } of reports.flatMap(failedTests)) console.error(`\nFAILED ${name}\n${message}`);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
