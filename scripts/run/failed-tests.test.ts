import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { failedTests } from "./failed-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "failed-tests-"));
const file = join(folder, "report.json");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("names the failed tests of Vitest, and files that could not be loaded", () => {
  const assertionResults = [
    { status: "passed", fullName: "adds" },
    { status: "failed", fullName: "subtracts", failureMessages: ["\u001b[31mexpected 1\u001b[39m"] },
  ];
  const testResults = [
    { name: "sum.test.ts", status: "failed", message: "", assertionResults },
    { name: "gone.test.ts", status: "failed", message: "No such module", assertionResults: [] },
  ];
  writeFileSync(file, JSON.stringify({ testResults }));
  expect(failedTests(file)).toEqual([
    { name: "sum.test.ts: subtracts", message: "expected 1" },
    { name: "gone.test.ts", message: "No such module" },
  ]);
});

it("names the failed tests of Playwright at any depth, and errors outside of tests", () => {
  const spec = (title: string, ok: boolean) => {
    const errors = ok ? [] : [{ message: "Timed out" }];
    return { title, file: "adding.e2e.ts", ok, tests: [{ results: [{ errors }] }] };
  };
  const suites = [{ specs: [spec("adds", true)], suites: [{ specs: [spec("drops", false)] }] }];
  writeFileSync(file, JSON.stringify({ suites, errors: [{ message: "No tests found" }] }));
  expect(failedTests(file)).toEqual([
    { name: "adding.e2e.ts: drops", message: "Timed out" },
    { name: "outside of the tests", message: "No tests found" },
  ]);
});

it("names none without a report", () => {
  expect(failedTests(join(folder, "absent.json"))).toEqual([]);
});
