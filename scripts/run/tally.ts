import { existsSync, readFileSync, rmSync } from "node:fs";

/** The number of tests that passed, failed and were skipped. */
export type Tally = { passed: number; failed: number; skipped: number };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: Array<{ status: string; assertionResults: unknown[] }>;
};

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

/** The tally of a runner that failed before it could count. */
export const broken: Tally = { passed: 0, failed: 1, skipped: 0 };

function tallyVitest(report: VitestReport): Tally {
  // A file that cannot be loaded has no failed tests, so the file itself counts as a failure.
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function tallyPlaywright({ stats, errors }: PlaywrightReport): Tally {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped };
}

function count(file: string): Tally {
  const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport | PlaywrightReport;
  return "stats" in report ? tallyPlaywright(report) : tallyVitest(report);
}

/** Removes an earlier report, so that it is not attributed to a run that writes none. */
export function removeReport(file: string): void {
  rmSync(file, { force: true });
}

/** The report that a runner was to write, and its exit code. */
type Run = { file: string; code: number };

function tallyOf({ file, code }: Run): Tally {
  if (!existsSync(file)) return broken;
  const tally = count(file);
  return code !== 0 && tally.failed === 0 ? sum([tally, broken]) : tally;
}

/**
 * Reads the counts of runs that share the tests among them; a missing report, or an unexplained exit code, is a failure,
 * and so it is when none of them ran a test.
 */
export function readReports(runs: readonly Run[]): Tally {
  const tally = sum(runs.map(tallyOf));
  return tally.passed + tally.failed === 0 ? sum([tally, broken]) : tally;
}

/** Reads a runner's counts from its report; a missing or empty report, or an unexplained exit code, is a failure. */
export function readReport(file: string, code: number): Tally {
  return readReports([{ file, code }]);
}

/** Adds tallies up. */
export function sum(tallies: readonly Tally[]): Tally {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** The closing line of a test run. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
