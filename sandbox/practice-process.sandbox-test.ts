import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestToken } from "./test-client.ts";

/** Gives a plain Node process the `parentPort` that Electron's utility process has. */
const parentPortShim = `process.parentPort = {
  postMessage: (message) => process.send(message),
  on: (name, listener) => process.on(name, (data) => listener({ data })),
};`;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "biggo-practice-"));
});

afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

function startPractice(options: object): ChildProcess {
  const shim = `data:text/javascript,${encodeURIComponent(parentPortShim)}`;
  const file = join(import.meta.dirname, "practice-process.ts");
  const args = ["--import", shim, file, JSON.stringify(options)];
  return spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

describe("practice process", () => {
  it("serves with the given credentials and exits on close", async () => {
    const credentials = { clientId: "practice", clientSecret: "secret" };
    const child = startPractice({ ...credentials, dir, processingMs: 10, videos: 4 });
    const [message] = await once(child, "message");
    expect(message).toEqual({ type: "serving", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect((await requestToken({ url: message.url, ...credentials })).body).toMatchObject({ token_type: "bearer" });
    const exited = once(child, "exit");
    child.send({ type: "close" });
    expect(await exited).toEqual([0, null]);
  });

  it("reports why it cannot serve", async () => {
    const child = startPractice({ dir });
    const [message] = await once(child, "message");
    expect(message).toMatchObject({ type: "failed", message: expect.stringContaining("clientId") });
    expect((await once(child, "exit"))[0]).toBe(1);
  });
});
