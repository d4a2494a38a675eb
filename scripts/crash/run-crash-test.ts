import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createRandom } from "../../sandbox/seeded-random.ts";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { withUtf8Locale } from "../run/utf8-locale.ts";
import { startObservedApp } from "./observed-app.ts";
import { readQueue, waitForPhase } from "./queue-on-disk.ts";

export interface CrashTestOptions {
  electron: string;
  kills: number;
  files: number;
  seed: number;
  /** The app's environment; it must provide a display. */
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
}

/** The result of a crash test; `violations` is empty when it passes. */
export interface CrashTestOutcome {
  violations: string[];
  /** The number of upload attempts; more than the number of files when kills interrupted uploads. */
  attempts: number;
}

const fileBytes = 6_000_000;
/**
 * Read rates of the sandbox, bytes per second, one per kill: at a slow one a kill interrupts an upload, at a fast one
 * the queue makes progress.
 */
const readRates = [1_000_000, 2_000_000, 4_000_000, 12_000_000] as const;
/** The share of kills that are preceded by a lost response. */
const lostResponseShare = 0.2;
/** What a kill waits for: a row's commit to this phase, or a random delay. */
const triggers = ["sending", "confirming", "saving", "processing", "any time"] as const;

/** Creates real videos of different lengths, so that the app can distinguish them when responses are lost. */
async function makeFiles(folder: string, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const head = join(folder, "head.mp4");
    const source = `testsrc2=size=90x160:rate=5:duration=${3 + index * 3}`;
    execFileSync("ffmpeg", ["-loglevel", "error", "-y", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", head]);
    const path = join(folder, `clip ${index + 1}.mp4`);
    await makeVideo(path, { seed: 9000 + index, sizeBytes: fileBytes, head });
    paths.push(path);
  }
  return paths;
}

const uploadRequests = { method: "POST", path: "^/api/v1/video/$" };

const sha256Of = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

async function findViolations(sandbox: SpawnedSandbox, files: readonly string[]): Promise<string[]> {
  const violations: string[] = [];
  const videos = await sandbox.ownVideos();
  if (videos.length !== files.length) violations.push(`${videos.length} videos for ${files.length} files`);
  for (const file of files) {
    const name = basename(file);
    const matches = videos.filter((video) => video.file_name === name);
    if (matches.length !== 1) violations.push(`${name} was uploaded ${matches.length} times`);
    const [video] = matches;
    if (video === undefined) continue;
    if (video.sha256 !== sha256Of(file)) violations.push(`${name} has different bytes`);
    if (video.title !== name.replace(".mp4", "")) violations.push(`${name} lacks its title`);
  }
  const { uploadsRepeated } = (await sandbox.state()).counts;
  if (uploadsRepeated > 0) violations.push(`${uploadsRepeated} files were sent again after their video existed`);
  return violations;
}

async function waitUntilComplete(data: string, files: number): Promise<boolean> {
  const endMs = performance.now() + 300_000;
  while (performance.now() < endMs) {
    const rows = readQueue(data);
    if (rows.length === files && rows.every((row) => row.phase === "complete")) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

/** The arguments that add the files missing from the queue, including those whose commit a kill prevented. */
function argsToAddMissing(data: string, paths: readonly string[]): string[] {
  const known = new Set(readQueue(data).map((row) => row.fileName));
  const missing = paths.filter((path) => !known.has(basename(path)));
  return missing.length === 0 ? [] : ["--add", ...missing];
}

async function killRepeatedly(
  options: CrashTestOptions,
  launch: (args: readonly string[]) => ReturnType<typeof startObservedApp>,
  sandbox: SpawnedSandbox,
  data: string,
  paths: readonly string[],
): Promise<void> {
  const random = createRandom(options.seed);
  for (let kill = 1; kill <= options.kills; kill += 1) {
    // Files are added a few at a time, so that each kill finds some in progress.
    const due = paths.slice(0, Math.min(paths.length, 3 + Math.floor((kill / options.kills) * paths.length)));
    await sandbox.control("DELETE", "faults");
    const bytesPerSecond = readRates[Math.floor(random() * readRates.length)] ?? readRates[0];
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond, times: 0 });
    if (random() < lostResponseShare)
      await sandbox.control("POST", "faults", { kind: "drop-answer", match: uploadRequests });
    const app = launch(argsToAddMissing(data, due));
    const trigger = triggers[Math.floor(random() * triggers.length)] ?? "any time";
    const delayMs = 300 + random() * 4500;
    if (trigger === "any time") await new Promise((resolve) => setTimeout(resolve, delayMs));
    else await waitForPhase(data, trigger, 6000);
    await app.kill();
    const done = readQueue(data).filter((row) => row.phase === "complete").length;
    options.log(`kill ${kill} of ${options.kills} (${trigger}): ${done} of ${paths.length} complete`);
  }
}

/**
 * Runs the real app against the real sandbox process: adds files, repeatedly kills the app with SIGKILL at random times
 * and right after each kind of commit, then lets it finish and compares the sandbox's videos with the files.
 */
export async function runCrashTest(options: CrashTestOptions): Promise<CrashTestOutcome> {
  const data = mkdtempSync(join(tmpdir(), "crash-data-"));
  const folder = mkdtempSync(join(tmpdir(), "crash-files-"));
  const sandbox: SpawnedSandbox = await spawnSandbox({ args: ["--processing", "1500"] });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const env = { ...withUtf8Locale(options.env), ...key, BIGGO_API_URL: sandbox.url };
  const launch = (args: readonly string[]) => startObservedApp({ electron: options.electron, data, env, args });
  try {
    const paths = await makeFiles(folder, options.files);
    await killRepeatedly(options, launch, sandbox, data, paths);
    await sandbox.control("DELETE", "faults");
    const last = launch(argsToAddMissing(data, paths));
    const complete = await waitUntilComplete(data, options.files);
    await last.kill();
    const unfinished = readQueue(data).filter((row) => row.phase !== "complete");
    const incomplete = complete ? [] : [`never complete: ${JSON.stringify(unfinished)}`];
    const attempts = readQueue(data).reduce((sum, row) => sum + row.attempts, 0);
    return { violations: [...incomplete, ...(await findViolations(sandbox, paths))], attempts };
  } finally {
    await sandbox.stop();
    for (const path of [data, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
