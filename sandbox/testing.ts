import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { SandboxState } from "./control-routes.ts";
import { createRandom } from "./seeded-random.ts";

const cli = join(import.meta.dirname, "cli.ts");
const sample = join(import.meta.dirname, "../assets/sample.mp4");
const boxHeaderBytes = 8;
const pieceBytes = 1 << 20;

type SandboxChild = ChildProcessByStdio<Writable, Readable, null>;

/** How the process is started: `dir` [a new temporary folder] and further command-line flags in `args`. */
export interface SpawnOptions {
  readonly dir?: string;
  readonly args?: readonly string[];
}

interface Endpoint {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

async function startChild(args: readonly string[]): Promise<{ child: SandboxChild; served: Endpoint }> {
  const child = spawn(process.execPath, [cli, ...args, "--exit-with-stdin"], { stdio: ["pipe", "pipe", "inherit"] });
  const line = await Promise.race([
    once(createInterface(child.stdout), "line").then(([text]) => String(text)),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`the sandbox exited with code ${code}`))),
  ]);
  return { child, served: JSON.parse(line) as Endpoint };
}

async function terminate(child: SandboxChild, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

async function callControl(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const init =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await fetch(`${url}/_control/${path}`, { method, ...init });
  const result = await response.json();
  if (!response.ok) throw new Error(`/_control/${path} returned ${response.status}: ${JSON.stringify(result)}`);
  return result;
}

/**
 * Starts the real sandbox process on a free port and waits until it serves; rejects when it exits before that.
 * `restart` starts it again on the same port and folder, stopping it first if it still runs. `stop` ends it and removes
 * its folder if it was created here. The process also exits with this one. `control("POST", "faults", {…})` calls
 * `/_control/faults`. `state` returns the state behind the API, `ownVideos` the account's videos that are not deleted.
 */
export async function spawnSandbox(options: SpawnOptions = {}) {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "biggo-sandbox-")));
  const args = ["--dir", dir, ...(options.args ?? [])];
  const removeOwnFolder = async () => {
    if (!options.dir) await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  let { child, served } = await startChild(["--port", "0", ...args]).catch(async (error: unknown) => {
    await removeOwnFolder();
    throw error;
  });
  const { port } = new URL(served.url);
  const state = async () => (await callControl(served.url, "GET", "state")) as SandboxState;
  return {
    url: served.url,
    clientId: served.clientId,
    clientSecret: served.clientSecret,
    dir,
    /** The current process id; it changes on restart. */
    get pid() {
      return child.pid;
    },
    control: (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) =>
      callControl(served.url, method, path, body),
    state,
    async ownVideos() {
      const { self, videos } = await state();
      return videos.filter(({ userid, deleted }) => userid === self.userid && !deleted);
    },
    /** Kills it immediately, as a crash would; its folder remains. */
    kill: () => terminate(child, "SIGKILL"),
    /** Starts it again on the same port and folder. */
    async restart(): Promise<void> {
      await terminate(child, "SIGTERM");
      ({ child, served } = await startChild(["--port", port, ...args]));
    },
    async stop(): Promise<void> {
      await terminate(child, "SIGTERM");
      await removeOwnFolder();
    },
  };
}

/** What `spawnSandbox` returns. */
export type SpawnedSandbox = Awaited<ReturnType<typeof spawnSandbox>>;

function freeBoxHeader(boxBytes: number): Buffer {
  const header = Buffer.alloc(boxHeaderBytes);
  header.writeUInt32BE(boxBytes, 0);
  header.write("free", 4, "latin1");
  return header;
}

/** A `free` box of the given size, filled with pseudo-random bytes. */
async function* freeBox(boxBytes: number, random: () => number): AsyncGenerator<Buffer> {
  yield freeBoxHeader(boxBytes);
  const noise = Buffer.alloc(Math.min(pieceBytes, Math.max(4, boxBytes - boxHeaderBytes)));
  for (let at = 0; at + 4 <= noise.length; at += 4) noise.writeUInt32LE(Math.floor(random() * 0xffffffff), at);
  for (let left = boxBytes - boxHeaderBytes; left > 0; left -= noise.length) {
    noise.writeUInt32BE(Math.floor(random() * 0xffffffff), 0);
    yield noise.subarray(0, Math.min(left, noise.length));
  }
}

/**
 * Writes a real video to `path`: the sample (or the video `head`), then `free` boxes of seeded bytes up to `sizeBytes`
 * [64 bytes more than the head]. The content depends only on the seed and size; any size, in constant memory.
 */
export async function makeVideo(
  path: string,
  options: { sizeBytes?: number; seed: number; head?: string },
): Promise<void> {
  const head = await readFile(options.head ?? sample);
  const random = createRandom(options.seed);
  const totalBytes = options.sizeBytes ?? head.length + 64;
  const minBoxBytes = boxHeaderBytes + 4;
  const minBytes = head.length + minBoxBytes;
  if (totalBytes < minBytes) throw new Error(`a video has at least ${minBytes} bytes`);
  const file = await open(path, "w");
  try {
    await file.write(head);
    let left = totalBytes - head.length;
    while (left > 0) {
      // A box's size is 32 bits, and the bytes left after it must again fit a box.
      const boxBytes = left > 2 ** 31 ? 2 ** 30 : left;
      for await (const piece of freeBox(boxBytes, random)) await file.write(piece);
      left -= boxBytes;
    }
  } finally {
    await file.close();
  }
}
