import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { commandOf, root } from "./paths.ts";
import { runVisibly } from "./process.ts";

const outputs = ["out/main/index.js", "out/preload/index.cjs", "out/renderer/index.html"];
const sources = ["{main,preload,renderer,shared,sandbox}/**/*", "electron.vite.config.ts", "package.json"];

const modified = (file: string) => statSync(join(root, file)).mtimeMs;

function isStale(): boolean {
  if (!outputs.every((file) => existsSync(join(root, file)))) return true;
  const built = Math.min(...outputs.map(modified));
  return globSync(sources, { cwd: root }).some((file) => modified(file) > built);
}

/** Builds the app into out/. */
export async function buildApp(): Promise<void> {
  const code = await runVisibly(process.execPath, [commandOf("electron-vite"), "build"]);
  if (code !== 0) throw new Error(`The app could not be built: electron-vite exited with code ${code}.`);
}

/** Builds the app when out/ is missing or older than its sources. */
export async function buildAppIfStale(): Promise<void> {
  if (isStale()) await buildApp();
}
