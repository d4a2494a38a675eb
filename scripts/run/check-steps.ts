import { join } from "node:path";
import { commandOf, results, root } from "./paths.ts";
import { runQuietly } from "./process.ts";
import { broken, readReport, removeReport, type Tally } from "./tally.ts";

type Step = { name: string; args: readonly string[]; report?: string };

/** Where the machine-readable results of the unit tests are written. */
export const unitReport = join(results, "unit.json");

function steps(): Step[] {
  const vitest = [
    "run",
    "--project",
    "unit",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${unitReport}`,
  ];
  return [
    {
      name: "format and lint",
      args: [commandOf("@biomejs/biome", "biome"), "check", "--diagnostic-level=warn", "--error-on-warnings", "."],
    },
    { name: "types", args: [commandOf("typescript", "tsc"), "-b"] },
    { name: "boundaries and cycles", args: [join(root, "scripts", "check-boundaries.ts")] },
    { name: "dead code", args: [commandOf("knip"), "--no-config-hints", "--no-progress"] },
    { name: "unit tests", args: [commandOf("vitest"), ...vitest], report: unitReport },
  ];
}

function describe(ok: boolean, name: string, tally: Tally, seconds: string): string {
  const counts = tally.passed > 0 ? `, ${tally.passed} passed` : "";
  return `${ok ? "ok  " : "FAIL"} ${name}${counts} (${seconds} s)`;
}

async function runStep({ name, args, report }: Step): Promise<{ tally: Tally; failure?: string }> {
  if (report) removeReport(report);
  const start = performance.now();
  const { code, output } = await runQuietly(process.execPath, args);
  // A step without tests counts as nothing when it passes and as one failure when it does not.
  const nothing = { passed: 0, failed: 0, skipped: 0 };
  const tally = report ? readReport(report, code) : code === 0 ? nothing : broken;
  const ok = tally.failed === 0;
  console.log(describe(ok, name, tally, ((performance.now() - start) / 1000).toFixed(1)));
  return ok ? { tally } : { tally, failure: `--- ${name}\n${output.trim()}\n` };
}

/** Runs every check even if others fail, then prints the output of those that failed. Returns the counts of each. */
export async function runChecks(): Promise<Tally[]> {
  const tallies: Tally[] = [];
  const failures: string[] = [];
  for (const step of steps()) {
    const { tally, failure } = await runStep(step);
    tallies.push(tally);
    if (failure) failures.push(failure);
  }
  for (const failure of failures) console.error(`\n${failure}`);
  return tallies;
}
