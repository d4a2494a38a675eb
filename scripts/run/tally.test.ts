import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { closingLine, readReport, readReports, sum } from "./tally.ts";

const folder = mkdtempSync(join(tmpdir(), "tally-"));
const file = join(folder, "report.json");
const write = (report: unknown) => writeFileSync(file, JSON.stringify(report));
const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("readReport", () => {
  it("counts a file that vitest cannot load as failed", () => {
    write({ ...vitest, testResults: [{ status: "failed", assertionResults: [] }] });
    expect(readReport(file, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it("counts Playwright errors outside of tests as failed", () => {
    write({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
    expect(readReport(file, 1)).toEqual({ passed: 6, failed: 2, skipped: 2 });
  });

  it("reports a failure when the runner wrote nothing, ran nothing or exited non-zero without a failed test", () => {
    expect(readReport(join(folder, "absent.json"), 0).failed).toBe(1);
    write({ ...vitest, numPassedTests: 0 });
    expect(readReport(file, 0).failed).toBe(1);
    write(vitest);
    expect(readReport(file, 1).failed).toBe(1);
    expect(readReport(file, 0).failed).toBe(0);
  });
});

describe("readReports", () => {
  it("accepts a run without tests beside one that has some, and none that wrote no report", () => {
    const empty = join(folder, "empty.json");
    writeFileSync(empty, JSON.stringify({ ...vitest, numPassedTests: 0, numPendingTests: 0 }));
    write(vitest);
    expect(readReports([file, empty].map((path) => ({ file: path, code: 0 })))).toEqual({
      passed: 3,
      failed: 0,
      skipped: 1,
    });
    expect(readReports([{ file: empty, code: 0 }]).failed).toBe(1);
    const absent = { file: join(folder, "absent.json"), code: 0 };
    expect(readReports([{ file, code: 0 }, absent]).failed).toBe(1);
    expect(
      readReports([
        { file, code: 1 },
        { file: empty, code: 0 },
      ]).failed,
    ).toBe(1);
  });
});

describe("closingLine", () => {
  it("summarizes the total in one line", () => {
    const total = sum([
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 0 },
    ]);
    expect(closingLine(total)).toBe("5 passed, 1 failed");
    expect(closingLine({ ...total, skipped: 2 })).toBe("5 passed, 1 failed, 2 skipped");
  });
});
