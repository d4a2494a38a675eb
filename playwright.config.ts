import { defineConfig } from "@playwright/test";
import { desktopsOf } from "./scripts/run/desktops.ts";
import { aloneFiles, type Group, groupVariable, reportOf } from "./scripts/run/e2e-groups.ts";

const group: Group = process.env[groupVariable] === "alone" ? "alone" : "parallel";
const desktops = desktopsOf(process.env);
// Playwright sets the index in its workers only; each uses a desktop of its own.
const parallelIndex = process.env.TEST_PARALLEL_INDEX;
if (parallelIndex !== undefined) Object.assign(process.env, desktops[Number(parallelIndex)]);

export default defineConfig({
  testDir: "e2e",
  testMatch: group === "alone" ? aloneFiles : "**/*.e2e.ts",
  testIgnore: group === "alone" ? [] : aloneFiles,
  outputDir: `out/test-results/e2e-${group}`,
  workers: group === "alone" ? 1 : Math.max(1, desktops.length),
  retries: 0,
  timeout: 90_000,
  // Longer than the app takes on a machine that runs other tests at once; what must be fast is measured on its own.
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: reportOf(group) }]],
  use: { trace: "retain-on-failure" },
});
