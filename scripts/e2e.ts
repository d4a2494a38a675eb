/** `npm run e2e -- [Playwright arguments]`: builds the app and runs only the end-to-end tests. */
import { findElectron } from "./electron-binary.ts";
import { ensureSystemLibraries } from "./machine.ts";
import { buildAppIfStale } from "./run/app-build.ts";
import { runEndToEnd } from "./run/end-to-end.ts";

const electron = await findElectron();
ensureSystemLibraries({ electron: electron.path, tests: true });
await buildAppIfStale();
const { failed } = await runEndToEnd(electron.path, process.argv.slice(2));
if (failed > 0) process.exitCode = 1;
