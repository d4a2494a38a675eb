import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** One upload as the server saw it: from its headers to its last byte, ms since the epoch. */
export interface ReceivedUpload {
  startMs: number;
  endMs: number;
  bytes: number;
  /** Whether all of it arrived. */
  whole: boolean;
}

/** A front of a sandbox that is running. */
export interface Front {
  url: string;
  /** All uploads that ended since it was called last. */
  takeUploads(): ReceivedUpload[];
  /** Resolves with the uploads taken once so many have arrived whole. Rejects after `timeoutMs`. */
  uploads(whole: number, timeoutMs?: number): Promise<ReceivedUpload[]>;
  stop(): void;
}

interface FrontOptions {
  /** The sandbox. */
  url: string;
  /** One way, ms. */
  latencyMs?: number;
  /** The share of uploads that are reset on the way. */
  resets?: number;
}

/** Starts a process that receives films for a sandbox without keeping them. */
export async function startFront({ url, latencyMs = 0, resets = 0 }: FrontOptions): Promise<Front> {
  const script = join(import.meta.dirname, "front.ts");
  const child = spawn(process.execPath, [script, JSON.stringify({ url, latencyMs, resets })], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout);
  const [port] = (await once(lines, "line")) as [string];
  let ended: ReceivedUpload[] = [];
  lines.on("line", (line) => ended.push(JSON.parse(line) as ReceivedUpload));
  const takeUploads = () => {
    const taken = ended;
    ended = [];
    return taken;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    takeUploads,
    async uploads(whole, timeoutMs = 300_000) {
      const endMs = performance.now() + timeoutMs;
      while (ended.filter((upload) => upload.whole).length < whole) {
        if (performance.now() > endMs) throw new Error(`only ${ended.length} of ${whole} uploads arrived`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return takeUploads();
    },
    stop: () => child.kill(),
  };
}
