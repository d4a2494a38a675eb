/** `npm test`: runs the checks, the engine tests and the end-to-end tests, and prints their total as the last line. */
import { join } from "node:path";
import { findElectron } from "./electron-binary.ts";
import { ensureSystemLibraries } from "./machine.ts";
import { buildApp } from "./run/app-build.ts";
import { runChecks } from "./run/check-steps.ts";
import { runEndToEnd } from "./run/end-to-end.ts";
import { commandOf, results, root } from "./run/paths.ts";
import { runVisibly } from "./run/process.ts";
import { broken, closingLine, readReport, removeReport, sum, type Tally } from "./run/tally.ts";

/** Slow or broad tests, of which a smaller form is run here; `npm run e2e -- --grep @broad` runs them. */
const broadTests = "@broad";

/** The machine has what the app and the tests need; returns the path of Electron. */
async function prepareMachine(): Promise<string> {
  const electron = await findElectron();
  ensureSystemLibraries({ electron: electron.path, tests: true });
  return electron.path;
}

async function runEngineTests(): Promise<Tally> {
  await prepareMachine();
  const report = join(results, "engine.json");
  removeReport(report);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await runVisibly(process.execPath, [commandOf("vitest"), "run", "--project", "engine", ...reporters]);
  return readReport(report, code);
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

const total = sum([
  await runStep("check", runChecks),
  await runStep("engine", runEngineTests),
  await runStep("end to end", runAppTests),
  await runStep("benches", runBenches),
]);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
