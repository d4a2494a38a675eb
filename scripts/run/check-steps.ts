import { join } from "node:path";
import { commandOf, results, root } from "./paths.ts";
import { runQuietly } from "./process.ts";
import { broken, forgetReport, readReport, type Tally } from "./tally.ts";

type Step = { name: string; args: readonly string[]; report?: string };

const unitReport = join(results, "unit.json");

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

async function runStep({ name, args, report }: Step): Promise<{ tally: Tally; complaint?: string }> {
  if (report) forgetReport(report);
  const start = performance.now();
  const { code, output } = await runQuietly(process.execPath, args);
  // A step without tests adds nothing when it holds, and one failure when it does not.
  const holds = { passed: 0, failed: 0, skipped: 0 };
  const tally = report ? readReport(report, code) : code === 0 ? holds : broken;
  const ok = tally.failed === 0;
  console.log(describe(ok, name, tally, ((performance.now() - start) / 1000).toFixed(1)));
  return ok ? { tally } : { tally, complaint: `--- ${name}\n${output.trim()}\n` };
}

/** Runs every check, whatever the others say, and shows what failed at the end. Answers the counts of each. */
export async function runChecks(): Promise<Tally[]> {
  const tallies: Tally[] = [];
  const complaints: string[] = [];
  for (const step of steps()) {
    const { tally, complaint } = await runStep(step);
    tallies.push(tally);
    if (complaint) complaints.push(complaint);
  }
  for (const complaint of complaints) console.error(`\n${complaint}`);
  return tallies;
}
