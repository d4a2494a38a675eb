import { dirname, join } from "node:path";
import { electronVersionAt } from "../electron/version.ts";
import { commandOf, root } from "../run/paths.ts";
import { runQuietly } from "../run/process.ts";

/** Where a package with whatever Electron runs here is built. It is for looking at, never for people. */
const testPackageFolder = join(root, "dist", "test-electron");

/** The unpacked app of a test package, on Linux. */
export const testPackageApp = join(testPackageFolder, "linux-unpacked");

async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runQuietly(command, args);
  if (code !== 0) throw new Error(`Packaging failed: ${[command, ...args].join(" ")} ended with ${code}.\n${output}`);
}

/** Packs what is in out/ with the given Electron executable into an unpacked app. Needs no network. */
export async function packUnpacked(electron: string): Promise<void> {
  const settings = [
    `-c.electronDist=${dirname(electron)}`,
    `-c.electronVersion=${electronVersionAt(electron)}`,
    `-c.directories.output=${testPackageFolder}`,
  ];
  await must(process.execPath, [commandOf("electron-builder"), "--linux", "dir", ...settings]);
}

/** Packs the unpacked app into an archive whose name says that it is a test. Answers the archive's path. */
export async function archiveTestPackage(version: string): Promise<string> {
  const name = `biggo-uploader-${version}-linux-x64-test-electron`;
  const archive = join(testPackageFolder, `${name}.tar.gz`);
  const rename = `--transform=s,^linux-unpacked,${name},`;
  await must("tar", ["-C", testPackageFolder, rename, "-czf", archive, "linux-unpacked"]);
  return archive;
}
