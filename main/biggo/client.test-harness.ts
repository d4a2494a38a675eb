import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { type AppClient, createAppClient } from "./app-client.ts";
import { BigGoError } from "./biggo-error.ts";
import { type BigGoClient, type BigGoClientOptions, createBigGoClient } from "./index.ts";
import type { UploadRequest } from "./upload-video.ts";

/** Limits a fault to uploads, so that it does not affect the token request before them. */
export const uploads = { method: "POST", path: "^/api/v1/video/$" };

/** The BigGoError with which a call rejects; anything else fails the test. */
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

interface VideoFileOptions {
  sizeBytes?: number | undefined;
  name?: string;
}

let seed = 1;

async function writeVideo(folder: string, options: VideoFileOptions = {}): Promise<string> {
  const { sizeBytes, name = `video-${seed}.mp4` } = options;
  const path = join(folder, name);
  await makeVideo(path, { seed: seed++, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
  return path;
}

type UploadOptions = Partial<UploadRequest> & { sizeBytes?: number; fileName?: string };

async function createUploadRequest(folder: string, options: UploadOptions = {}): Promise<UploadRequest> {
  const { sizeBytes, fileName = "clip.mp4", ...request } = options;
  const path = await writeVideo(folder, { sizeBytes });
  const { size } = await stat(path);
  return {
    source: { fileName, mediaType: "video/mp4", sizeBytes: size, read: () => readFrom(path) },
    boundary: "boundary-of-this-test",
    signal: new AbortController().signal,
    onProgress: () => {},
    beforeLastBytes: async () => {},
    ...request,
  };
}

function optionsFor(sandbox: SpawnedSandbox, options: Partial<BigGoClientOptions>): BigGoClientOptions {
  const { url: baseUrl, clientId, clientSecret } = sandbox;
  return { baseUrl, credentials: { clientId, clientSecret }, ...options };
}

/** Registers the fixture of a test file: one sandbox process, and clients that are closed after each test. */
export function prepareClient() {
  let sandbox: SpawnedSandbox;
  let folder: string;
  const clients: Pick<BigGoClient, "close">[] = [];

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

  const track = <Client extends Pick<BigGoClient, "close">>(client: Client): Client => {
    clients.push(client);
    return client;
  };

  return {
    get sandbox() {
      return sandbox;
    },
    /** The app's client of the sandbox's account; `options` override the defaults. */
    connect: (options: Partial<BigGoClientOptions> = {}): AppClient =>
      track(createAppClient(optionsFor(sandbox, options))),
    /** The same as the library's client. */
    connectLibrary(options: Partial<BigGoClientOptions> = {}): BigGoClient {
      return track(createBigGoClient(optionsFor(sandbox, options)));
    },
    /** Writes a new video file, unknown to BigGo, and returns its path. */
    newFile: (options?: VideoFileOptions) => writeVideo(folder, options),
    fault: (spec: object) => sandbox.control("POST", "faults", spec),
    /** A request to upload a new video, unknown to BigGo. */
    newUpload: (options?: UploadOptions) => createUploadRequest(folder, options),
  };
}
