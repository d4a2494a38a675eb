import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { createAppClient } from "../main/biggo/app-client.ts";
import { createFileSource } from "../main/upload/files/file-source.ts";
import { createHashThread } from "../main/upload/files/hash-thread.ts";
import { identifyFile } from "../main/upload/files/inspect-file.ts";
import { median } from "./statistics.ts";

const run = promisify(execFile);
const fileBytes = 2 * 1024 ** 3;
const rounds = 5;

/** One for all uploads, as in the app. */
const hashes = createHashThread();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

async function makeFile(folder: string): Promise<string> {
  const path = join(folder, "large.mp4");
  await writeFile(path, Buffer.alloc(4096, 1));
  await truncate(path, fileBytes);
  return path;
}

async function uploadOnce(baseUrl: string, path: string): Promise<void> {
  const identification = await identifyFile(path);
  if (!identification.ok) throw new Error(identification.code);
  const client = createAppClient({ baseUrl, credentials: { clientId: "i", clientSecret: "s" } });
  const source = createFileSource({ ...identification.identified, contentHash: null }, hashes);
  const signal = new AbortController().signal;
  const options = {
    boundary: "b",
    signal,
    onProgress: () => {},
    beforeLastBytes: async () => void (await source.verifyUnchanged()),
  };
  await client.upload({ source, ...options });
  await client.close();
}

/** Uploads 1 GiB over loopback with our client and with `curl -F` in the same run. Prints medians and their ratio. */
export async function benchUpload(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-upload-"));
  const sink = spawn(process.execPath, [join(import.meta.dirname, "sink.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [port] = await once(createInterface(sink.stdout), "line");
    const baseUrl = `http://127.0.0.1:${port}`;
    const path = await makeFile(folder);
    const ours: number[] = [];
    const curls: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      curls.push(await timed(() => run("curl", ["-s", "-F", `video=@${path}`, `${baseUrl}/api/v1/video/`])));
      ours.push(await timed(() => uploadOnce(baseUrl, path)));
    }
    const [us, curl] = [median(ours), median(curls)];
    const gib = ((await stat(path)).size / 1024 ** 3).toFixed(0);
    console.log(
      `upload of ${gib} GiB: ${us.toFixed(0)} ms, curl ${curl.toFixed(0)} ms, ratio ${(us / curl).toFixed(2)}`,
    );
  } finally {
    sink.kill();
    await rm(folder, { recursive: true });
  }
}
