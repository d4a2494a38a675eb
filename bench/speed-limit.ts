import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createAppClient } from "../main/biggo/app-client.ts";
import { systemClock } from "../main/foundation/clock.ts";
import { createFileSource } from "../main/upload/files/file-source.ts";
import { createHashThread } from "../main/upload/files/hash-thread.ts";
import { identifyFile } from "../main/upload/files/inspect-file.ts";
import { createSpeedLimit } from "../main/upload/transfer/speed-limit.ts";
import { type Row, report } from "./report.ts";

const uploads = 2;
const fileBytes = 8 * 1024 ** 3;

/** Measures the rate of two uploads over 30 s relative to their shared limit, for three limits in turn. */
export async function benchSpeedLimit(isTiny: boolean): Promise<void> {
  const seconds = isTiny ? 1 : 30;
  const rows: Row[] = [];
  const folder = await mkdtemp(join(tmpdir(), "bench-limit-"));
  const sink = spawn(process.execPath, [join(import.meta.dirname, "sink.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  const [port] = (await once(createInterface(sink.stdout), "line")) as [string];
  const client = createAppClient({
    baseUrl: `http://127.0.0.1:${port}`,
    credentials: { clientId: "i", clientSecret: "s" },
  });
  let limit = 4_000_000;
  const speed = createSpeedLimit({
    limit: () => limit,
    monotonicNow: () => performance.now(),
    after: systemClock.after,
  });
  const hashes = createHashThread();
  const controller = new AbortController();
  let sent = 0;
  const send = async (index: number) => {
    const path = join(folder, `large ${index}.mp4`);
    await writeFile(path, Buffer.alloc(4096, 1));
    await truncate(path, fileBytes);
    const identification = await identifyFile(path);
    if (!identification.ok) throw new Error(identification.code);
    let last = 0;
    await client.upload({
      source: createFileSource({ ...identification.identified, contentHash: null }, hashes),
      boundary: "b",
      signal: controller.signal,
      admit: async (bytes) => {
        const slice = Math.min(bytes, speed.sliceBytes());
        await speed.take(slice);
        return slice;
      },
      onProgress(bytes) {
        sent += bytes - last;
        last = bytes;
      },
      beforeLastBytes: async () => {},
    });
  };
  const sending = Array.from({ length: uploads }, (_, index) => send(index).catch(() => {}));
  for (const next of [4_000_000, 1_000_000, 20_000_000]) {
    limit = next;
    speed.changed();
    const before = sent;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const perSecond = (sent - before) / seconds;
    rows.push({
      name: `two uploads limited to ${next / 1e6} MB/s`,
      unit: "MB/s",
      values: [perSecond / 1e6],
      reference: [next / 1e6],
      target: 1.02,
    });
  }
  controller.abort();
  await Promise.all(sending);
  await client.close();
  await hashes.stop();
  sink.kill();
  await rm(folder, { recursive: true });
  report({ bench: "speed-limit", rows, isTiny });
}
