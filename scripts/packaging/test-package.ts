import { dirname, join } from "node:path";
import { electronVersionAt } from "../electron/version.ts";
import { commandOf, root } from "../run/paths.ts";
import { runQuietly } from "../run/process.ts";

/** The output folder of packages built with whichever Electron is available. They are never distributed. */
const testPackageFolder = join(root, "dist", "test-electron");

/** The folder of a test package's unpacked app, on Linux. */
export const testPackageApp = join(testPackageFolder, "linux-unpacked");

async function runOrThrow(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runQuietly(command, args);
  if (code !== 0)
    throw new Error(`Packaging failed: ${[command, ...args].join(" ")} exited with code ${code}.\n${output}`);
}

/** Packages the build in out/ with the given Electron executable as an unpacked app. Requires no network. */
export async function packUnpacked(electron: string): Promise<void> {
  const settings = [
    `-c.electronDist=${dirname(electron)}`,
    `-c.electronVersion=${electronVersionAt(electron)}`,
    `-c.directories.output=${testPackageFolder}`,
  ];
  await runOrThrow(process.execPath, [commandOf("electron-builder"), "--linux", "dir", ...settings]);
}

/** Archives the unpacked app under a name that marks it as a test package. Returns the archive's path. */
export async function archiveTestPackage(version: string): Promise<string> {
  const name = `biggo-uploader-${version}-linux-x64-test-electron`;
  const archive = join(testPackageFolder, `${name}.tar.gz`);
  const rename = `--transform=s,^linux-unpacked,${name},`;
  await runOrThrow("tar", ["-C", testPackageFolder, rename, "-czf", archive, "linux-unpacked"]);
  return archive;
}
