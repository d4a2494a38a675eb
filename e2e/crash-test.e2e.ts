import { expect, test } from "@playwright/test";
import { runCrashTest } from "../scripts/crash/run-crash-test.ts";

test("survives six kills beside a second device and a gateway: every file arrives once, and no edit is lost", async () => {
  test.skip(process.platform === "win32", "process groups are a POSIX feature");
  test.setTimeout(400_000);
  const electron = process.env.BIGGO_UPLOADER_ELECTRON;
  if (electron === undefined) throw new Error("BIGGO_UPLOADER_ELECTRON names no Electron; run npm run e2e.");
  // This seed draws each kind of event within six kills.
  const course = { kills: 6, files: 6, seed: 1596, bodiesInVain: false };
  const outcome = await runCrashTest({ electron, ...course, env: process.env, log: console.log });
  expect(outcome.violations).toEqual([]);
  expect(outcome.attempts).toBeGreaterThan(6);
  expect(outcome.foreignVideos).toBeGreaterThan(0);
  expect(outcome.gatewayAnswers).toBeGreaterThan(0);
  expect(outcome.edits).toBeGreaterThan(0);
});
