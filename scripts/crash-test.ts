/**
 * `npm run crash-test -- --kills N --files N --seed S`: kills the real app with SIGKILL and reports lost or duplicate
 * videos.
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
    files: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const electron = await findElectron();
ensureSystemLibraries({ electron: electron.path, tests: true });
await buildAppIfStale();
const display = await openDisplay();
const [kills, files, seed] = [Number(values.kills), Number(values.files), Number(values.seed)];
try {
  const options = { electron: electron.path, kills, files, seed, env: display.env, log: console.log };
  const { violations, attempts } = await runCrashTest(options);
  for (const line of violations) console.log(`VIOLATION ${line}`);
  console.log(`${kills} kills, ${files} files, ${attempts} uploads started, ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
} finally {
  await display.close();
}
