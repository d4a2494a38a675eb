/**
 * `node scripts/dev-loop.ts`: starts `npm run dev` on a virtual display, changes a text of the page and measures how
 * long the window takes to show it, without a restart of the main process. Screenshots go to out/dev-loop/.
 */
import { resolve } from "node:path";
import { measureDevLoop } from "./dev-loop/measure.ts";
import { root } from "./run/paths.ts";

const result = await measureDevLoop(resolve(root, "out", "dev-loop"));
console.log(
  `A changed text was on the screen after ${result.shownAfterMs} ms; main was ${result.sameMain ? "not restarted" : "restarted"}.`,
);
console.log(`Screenshots: ${result.before}, ${result.after}`);
if (result.shownAfterMs > 2000 || !result.sameMain) process.exitCode = 1;
