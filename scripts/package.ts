/**
 * `npm run package [-- electron-builder arguments]`: builds the app and packages it for this system. When Electron's
 * official download is unavailable, or with --stand-in, it creates a test package instead.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ElectronBinary, findElectron } from "./electron-binary.ts";
import { archiveTestPackage, packUnpacked, testPackageApp } from "./packaging/test-package.ts";
import { buildApp } from "./run/app-build.ts";
import { commandOf, root } from "./run/paths.ts";
import { runVisibly } from "./run/process.ts";

const standInFlag = "--stand-in";

async function packForTests(electron: ElectronBinary): Promise<number> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  await packUnpacked(electron.path);
  const archive = await archiveTestPackage(version);
  console.log(`Unpacked app: ${testPackageApp}\nTest package: ${archive}`);
  console.log(
    `It contains Electron ${electron.version} (${electron.source}) and is for tests only. Do not distribute it.`,
  );
  return 0;
}

const args = process.argv.slice(2);
const electron = await findElectron();
await buildApp();
const forTests = electron.source === "stand-in" || args.includes(standInFlag);
process.exitCode = forTests
  ? await packForTests(electron)
  : await runVisibly(process.execPath, [commandOf("electron-builder"), ...args]);
