import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { BigGoError } from "./biggo-error.ts";
import { type BigGoClient, type BigGoClientOptions, createBigGoClient } from "./client.ts";
import type { UploadRequest } from "./upload-video.ts";

/** Which requests a fault meets: uploads only, not the token that is fetched before them. */
export const uploads = { method: "POST", path: "^/api/v1/video/$" };

/** The error a call ends with; anything but a BigGoError fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<BigGoError> {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof BigGoError)) throw error;
  return error;
}

async function* readFrom(path: string) {
  const handle = await open(path);
  try {
    const options = { highWaterMark: 1 << 20, autoClose: false };
    for await (const chunk of handle.createReadStream(options)) yield chunk as Buffer;
  } finally {
    await handle.close();
  }
}

let seed = 1;

/**
 * Registers what a file of client tests stands on: one sandbox process, and clients that are closed after each test.
 */
export function prepareClient() {
  let sandbox: SpawnedSandbox;
  let folder: string;
  const clients: BigGoClient[] = [];

  beforeAll(async () => {
    sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "45"] });
    folder = await mkdtemp(join(tmpdir(), "client-test-"));
  });
  afterEach(async () => {
    await sandbox.control("DELETE", "faults");
    await sandbox.control("POST", "account", { revoked: false, permission: true, secretValid: true });
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });

  return {
    get sandbox() {
      return sandbox;
    },
    /** A client of the sandbox's account, or as `options` say. */
    connect(options: Partial<BigGoClientOptions> = {}): BigGoClient {
      const { clientId, clientSecret } = sandbox;
      const client = createBigGoClient({ baseUrl: sandbox.url, credentials: { clientId, clientSecret }, ...options });
      clients.push(client);
      return client;
    },
    fault: (spec: object) => sandbox.control("POST", "faults", spec),
    stateOf: () => sandbox.state(),
    /** A request to upload a video nobody has seen before. */
    async newUpload(options: Partial<UploadRequest> & { sizeBytes?: number; fileName?: string } = {}) {
      const path = join(folder, `video-${seed}.mp4`);
      const { sizeBytes, fileName = "clip.mp4", ...request } = options;
      await makeVideo(path, { seed: seed++, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
      const { size } = await stat(path);
      return {
        source: { fileName, mediaType: "video/mp4", sizeBytes: size, read: () => readFrom(path) },
        boundary: "boundary-of-this-test",
        signal: new AbortController().signal,
        onProgress: () => {},
        beforeLastBytes: async () => {},
        ...request,
      };
    },
  };
}
