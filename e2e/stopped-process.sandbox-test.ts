import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterEach, expect, it } from "vitest";
import { onUploads, setupUploadFixture } from "../main/app/uploads.test-harness.ts";

const at = setupUploadFixture();
const script = new URL("upload-table/engine-process.ts", import.meta.url).pathname;
let child: ChildProcessByStdio<null, Readable, null> | null = null;
let folder = "";
afterEach(async () => {
  if (child !== null && child.exitCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const bodies = async () => (await at.sandbox.state()).counts.uploadsStarted;

it.each([
  ["while it sends", "sending"],
  ["while BigGo confirms", "confirming"],
])(
  "a process that is stopped for longer than its timers, %s, continues on the connection it has",
  async (_, phase) => {
    const before = await bodies();
    folder = await mkdtemp(join(tmpdir(), "stopped-process-"));
    const path = await at.newFile(`stopped ${phase}.mp4`, 6_000_000);
    await at.fault({ kind: "slow-read", bytesPerSecond: 4_000_000, match: onUploads });
    const target = JSON.stringify({
      ...at.sandbox,
      policy: undefined,
      timers: { stallMs: 1000, uploadAnswerMs: 2500 },
    });
    child = spawn(process.execPath, [script, target, folder, path], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface(child.stdout)) {
      if (line === phase) {
        child.kill("SIGSTOP");
        setTimeout(() => child?.kill("SIGCONT"), 4500);
      }
      if (line === "processing" || line === "complete") break;
    }
    expect(await bodies()).toBe(before + 1);
    expect(await at.videosNamed(`stopped ${phase}.mp4`)).toHaveLength(1);
  },
  60_000,
);
