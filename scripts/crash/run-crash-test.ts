import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSandbox } from "../../sandbox/testing.ts";
import { withUtf8Locale } from "../run/utf8-locale.ts";
import { makeFiles } from "./crash-files.ts";
import { findLostEdits, findViolations } from "./find-violations.ts";
import { createGateway } from "./gateway.ts";
import { argsToAddMissing, type KillOptions, killRepeatedly } from "./kill-repeatedly.ts";
import { startObservedApp } from "./observed-app.ts";
import { readQueue } from "./queue-on-disk.ts";
import { createSecondDevice } from "./second-device.ts";
import { createTypedTexts } from "./window-edits.ts";

export interface CrashTestOptions {
  electron: string;
  kills: number;
  files: number;
  seed: number;
  /** Whether a gateway also takes whole bodies that BigGo never gets; such a file is sent again two minutes later. */
  bodiesInVain: boolean;
  /** The app's environment; it must provide a display. */
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
}

/** The result of a crash test; `violations` is empty when it passes. */
export interface CrashTestOutcome {
  violations: string[];
  /** The number of upload attempts; more than the number of files when kills interrupted uploads. */
  attempts: number;
  /** The videos that the second device uploaded. */
  foreignVideos: number;
  /** The edits that the window showed as saved on this computer before a kill. */
  edits: number;
  /** The answers that a gateway gave in place of BigGo. */
  gatewayAnswers: number;
}

/** How long the app may take without further kills, ms: a body in vain is followed by minutes of reconciling. */
const settleMs = 900_000;

async function waitUntil(check: () => boolean | Promise<boolean>): Promise<boolean> {
  const endMs = performance.now() + settleMs;
  while (!(await check())) {
    if (performance.now() > endMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return true;
}

/** Lets the app finish; returns what it never finished. */
async function letFinish(options: KillOptions): Promise<string[]> {
  const { data, paths, sandbox } = options;
  const startMs = performance.now();
  const app = startObservedApp({ ...options, args: argsToAddMissing(data, paths) });
  const isComplete = await waitUntil(() => {
    const rows = readQueue(data);
    return rows.length === paths.length && rows.every((row) => row.phase === "complete");
  });
  const isSaved = await waitUntil(async () => findLostEdits(await sandbox.ownVideos(), options).length === 0);
  await app.kill();
  options.log(`then finished undisturbed in ${Math.round((performance.now() - startMs) / 1000)} s`);
  const unfinished = readQueue(data).filter((row) => row.phase !== "complete");
  return [
    ...(isComplete ? [] : [`never complete: ${JSON.stringify(unfinished)}`]),
    ...(isSaved ? [] : ["edits were never saved on BigGo"]),
  ];
}

/**
 * Runs the real app against the real sandbox process: adds files, edits published videos in its window, and repeatedly
 * kills the app with SIGKILL at random times and right after each kind of commit, while a second device uses the account
 * and a gateway answers in place of BigGo. Then it lets the app finish and compares the sandbox's videos with the files,
 * the edits, and what the second device left.
 */
export async function runCrashTest(options: CrashTestOptions): Promise<CrashTestOutcome> {
  const data = mkdtempSync(join(tmpdir(), "crash-data-"));
  const folder = mkdtempSync(join(tmpdir(), "crash-files-"));
  const sandbox = await spawnSandbox({ args: ["--processing", "1500"] });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const env = { ...withUtf8Locale(options.env), ...key, BIGGO_API_URL: sandbox.url };
  try {
    const paths = await makeFiles(folder, options.files);
    const actors = { device: createSecondDevice(sandbox, folder), typed: createTypedTexts() };
    const kills = { ...options, ...actors, sandbox, gateway: createGateway(sandbox), paths, data, env };
    await killRepeatedly(kills);
    const unfinished = await letFinish(kills);
    const rows = readQueue(data);
    return {
      violations: [...unfinished, ...(await findViolations(rows, kills))],
      attempts: rows.reduce((sum, row) => sum + row.attempts, 0),
      foreignVideos: actors.device.videos().length,
      edits: actors.typed.acknowledged(),
      gatewayAnswers: kills.gateway.given(),
    };
  } finally {
    await sandbox.stop();
    for (const path of [data, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
