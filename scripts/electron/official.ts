import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { electronVersionAt } from "./version.ts";

/** The Electron version pinned in package.json: where its executable belongs, and whether it is installed. */
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

const probeTimeoutMs = 5_000;

function executableName(): string {
  if (process.platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return process.platform === "win32" ? "electron.exe" : "electron";
}

/** Reads the pinned Electron version and its location in node_modules. */
export function officialElectron(): OfficialElectron {
  const manifest = createRequire(import.meta.url).resolve("electron/package.json");
  const folder = dirname(manifest);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const executable = executableName();
  const path = join(folder, "dist", executable);
  const isInstalled = () => existsSync(path) && electronVersionAt(path) === version;
  return { version, folder, executable, path, isInstalled };
}

/** The URL that Electron's own downloader would fetch, mirrors included; undefined when the file is cached. */
async function downloadUrl({ version, folder }: OfficialElectron): Promise<string | undefined> {
  const fromElectron = createRequire(join(folder, "package.json"));
  const module = await import(pathToFileURL(fromElectron.resolve("@electron/get")).href);
  const { downloadArtifact } = module as { downloadArtifact: (request: ArtifactRequest) => Promise<string> };
  let requestedUrl: string | undefined;
  const download = async (url: string) => {
    requestedUrl = url;
    throw new Error("stops the download: only its URL is needed");
  };
  const checksums = fromElectron("./checksums.json") as Record<string, string>;
  const { platform, arch } = process;
  const request = { version, artifactName: "electron", platform, arch, checksums, downloader: { download } } as const;
  await downloadArtifact(request).catch((error: unknown) => {
    if (requestedUrl === undefined) throw error;
  });
  return requestedUrl;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

/** Checks, within 5 s, whether the download host has the file. Returns the reason if not, else undefined. */
export async function probeDownload(official: OfficialElectron): Promise<string | undefined> {
  // Electron's downloader honours the usual proxy variables only with ELECTRON_GET_USE_PROXY.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) process.env.ELECTRON_GET_USE_PROXY ??= "true";
  let url: string | undefined;
  try {
    url = await downloadUrl(official);
    if (url === undefined) return undefined;
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(probeTimeoutMs) });
    return response.ok ? undefined : `${url} responded with ${response.status}.`;
  } catch (error) {
    return `${url ?? "the downloader"}: ${reasonOf(error)}.`;
  }
}

/** Runs Electron's own installer, without a timeout. Returns the reason if it failed, else undefined. */
export async function downloadOfficial(official: OfficialElectron): Promise<string | undefined> {
  console.error(`Downloading Electron ${official.version} (about 110 MB, once) ...`);
  const installer = spawnSync(process.execPath, [join(official.folder, "install.js")], { stdio: "inherit" });
  if (installer.status === 0 && official.isInstalled()) return undefined;
  return `its installer exited with code ${installer.status}.`;
}
