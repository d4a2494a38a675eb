import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** A test that failed, with what it reported. */
export type FailedTest = { name: string; message: string };

type VitestFile = {
  name: string;
  status: string;
  message?: string;
  assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
};
type PlaywrightResult = { errors?: { message?: string }[] };
type PlaywrightSpec = { title: string; file: string; ok: boolean; tests: { results: PlaywrightResult[] }[] };
type PlaywrightSuite = { suites?: PlaywrightSuite[]; specs?: PlaywrightSpec[] };
type Report = { testResults: VitestFile[] } | (PlaywrightSuite & { errors: { message?: string }[] });

/** Longer messages are cut, in characters: the run's whole output has the rest. */
const longest = 2000;

function failed(name: string, messages: readonly (string | undefined)[]): FailedTest {
  return { name, message: stripVTControlCharacters(messages.filter(Boolean).join("\n")).slice(0, longest) };
}

function failedInFile({ name, status, message, assertionResults }: VitestFile): FailedTest[] {
  if (status === "failed" && assertionResults.length === 0) return [failed(name, [message])];
  return assertionResults
    .filter((test) => test.status === "failed")
    .map(({ fullName, failureMessages = [] }) => failed(`${name}: ${fullName}`, failureMessages));
}

function failedInSuite({ suites = [], specs = [] }: PlaywrightSuite): FailedTest[] {
  const own = specs
    .filter((spec) => !spec.ok)
    .map(({ title, file, tests }) => {
      const errors = tests.flatMap((test) => test.results).flatMap((result) => result.errors ?? []);
      return failed(
        `${file}: ${title}`,
        errors.map((error) => error.message),
      );
    });
  return [...own, ...suites.flatMap(failedInSuite)];
}

/** The failed tests that a JSON report of Vitest or Playwright names; none when there is no report. */
export function failedTests(file: string): FailedTest[] {
  if (!existsSync(file)) return [];
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  if ("testResults" in report) return report.testResults.flatMap(failedInFile);
  const outside = report.errors.map((error) => failed("outside of the tests", [error.message]));
  return [...failedInSuite(report), ...outside];
}
