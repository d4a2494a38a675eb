/**
 * `npm run crash-test -- --kills N --files N --seed S`: kills the real app with SIGKILL while a second device uses the
 * account and a gateway answers in place of BigGo; reports lost, duplicate or changed videos and lost edits.
 */
import { parseArgs } from "node:util";
import { runCrashTest } from "./crash/run-crash-test.ts";
import { openDisplay } from "./display.ts";
import { findElectron } from "./electron-binary.ts";
import { ensureSystemLibraries } from "./machine.ts";
import { buildAppIfStale } from "./run/app-build.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    files: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
  },
});
const electron = await findElectron();
ensureSystemLibraries({ electron: electron.path, tests: true });
await buildAppIfStale();
const display = await openDisplay();
const [kills, files, seed] = [Number(values.kills), Number(values.files), Number(values.seed)];
const options = { electron: electron.path, kills, files, seed, bodiesInVain: true, env: display.env, log: console.log };
try {
  const { violations, attempts, foreignVideos, edits, gatewayAnswers } = await runCrashTest(options);
  for (const line of violations) console.log(`VIOLATION ${line}`);
  console.log(`${kills} kills, ${files} files, ${attempts} uploads started, ${foreignVideos} foreign videos`);
  console.log(`${edits} edits acknowledged, ${gatewayAnswers} gateway answers given, ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
} finally {
  await display.close();
}
