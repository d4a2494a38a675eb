import { expect, test } from "@playwright/test";
import { runCrashTest } from "../scripts/crash/run-crash-test.ts";

test("survives six kills at seeded moments: every file arrives once, complete, with its details", async () => {
  test.skip(process.platform === "win32", "process groups are a POSIX feature");
  test.setTimeout(400_000);
  const electron = process.env.BIGGO_UPLOADER_ELECTRON;
  if (electron === undefined) throw new Error("BIGGO_UPLOADER_ELECTRON names no Electron; run npm run e2e.");
  const outcome = await runCrashTest({ electron, kills: 6, files: 6, seed: 11, env: process.env, log: console.log });
  expect(outcome.violations).toEqual([]);
  expect(outcome.attempts).toBeGreaterThan(6);
});
