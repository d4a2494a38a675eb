import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { electronVersionAt } from "./version.ts";

/** The Electron that package.json pins: where its executable belongs, and whether it is there. */
export type OfficialElectron = {
  version: string;
  folder: string;
  executable: string;
  path: string;
  isInstalled: () => boolean;
};

type ArtifactRequest = {
  version: string;
  artifactName: "electron";
  platform: string;
  arch: string;
  checksums: Record<string, string>;
  downloader: { download: (url: string) => Promise<void> };
};

const probeMilliseconds = 5_000;

function executableName(): string {
  if (process.platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return process.platform === "win32" ? "electron.exe" : "electron";
}

/** Reads which Electron is pinned and where node_modules keeps it. */
export function officialElectron(): OfficialElectron {
  const manifest = createRequire(import.meta.url).resolve("electron/package.json");
  const folder = dirname(manifest);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const executable = executableName();
  const path = join(folder, "dist", executable);
  const isInstalled = () => existsSync(path) && electronVersionAt(path) === version;
  return { version, folder, executable, path, isInstalled };
}

/** Asks Electron's own downloader which address it would read, mirrors and all. Nothing when it has the file cached. */
async function downloadAddress({ version, folder }: OfficialElectron): Promise<string | undefined> {
  const fromElectron = createRequire(join(folder, "package.json"));
  const module = await import(pathToFileURL(fromElectron.resolve("@electron/get")).href);
  const { downloadArtifact } = module as { downloadArtifact: (request: ArtifactRequest) => Promise<string> };
  let address: string | undefined;
  const download = async (url: string) => {
    address = url;
    throw new Error("only the address was wanted");
  };
  const checksums = fromElectron("./checksums.json") as Record<string, string>;
  const { platform, arch } = process;
  const request = { version, artifactName: "electron", platform, arch, checksums, downloader: { download } } as const;
  await downloadArtifact(request).catch((error: unknown) => {
    if (address === undefined) throw error;
  });
  return address;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

/** Asks the download host, for a few seconds at most, whether it has the file. Answers why not, or nothing. */
export async function probeDownload(official: OfficialElectron): Promise<string | undefined> {
  // Electron's downloader takes the usual proxy variables only when told to.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) process.env.ELECTRON_GET_USE_PROXY ??= "true";
  let address: string | undefined;
  try {
    address = await downloadAddress(official);
    if (address === undefined) return undefined;
    const answer = await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(probeMilliseconds) });
    return answer.ok ? undefined : `${address} answers ${answer.status}.`;
  } catch (error) {
    return `${address ?? "the downloader"}: ${reasonOf(error)}.`;
  }
}

/** Runs Electron's own installer, however long the download takes. Answers why it failed, or nothing. */
export async function downloadOfficial(official: OfficialElectron): Promise<string | undefined> {
  console.error(`Downloading Electron ${official.version} (about 110 MB, once) ...`);
  const installer = spawnSync(process.execPath, [join(official.folder, "install.js")], { stdio: "inherit" });
  if (installer.status === 0 && official.isInstalled()) return undefined;
  return `its installer ended with exit code ${installer.status}.`;
}
