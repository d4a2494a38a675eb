import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { closingLine, readReport, sum } from "./tally.ts";

const folder = mkdtempSync(join(tmpdir(), "tally-"));
const file = join(folder, "report.json");
const write = (report: unknown) => writeFileSync(file, JSON.stringify(report));
const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the counts of a test run", () => {
  test("are read from vitest, a file that cannot be loaded among the failed", () => {
    write({ ...vitest, testResults: [{ status: "failed", assertionResults: [] }] });
    expect(readReport(file, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  test("are read from Playwright, errors outside of tests among the failed", () => {
    write({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
    expect(readReport(file, 1)).toEqual({ passed: 6, failed: 2, skipped: 2 });
  });

  test("hold a failure where a runner wrote nothing, ran nothing, or ended badly with no test failed", () => {
    expect(readReport(join(folder, "absent.json"), 0).failed).toBe(1);
    write({ ...vitest, numPassedTests: 0 });
    expect(readReport(file, 0).failed).toBe(1);
    write(vitest);
    expect(readReport(file, 1).failed).toBe(1);
    expect(readReport(file, 0).failed).toBe(0);
  });

  test("end in one plain line", () => {
    const total = sum([
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 0 },
    ]);
    expect(closingLine(total)).toBe("5 passed, 1 failed");
    expect(closingLine({ ...total, skipped: 2 })).toBe("5 passed, 1 failed, 2 skipped");
  });
});
