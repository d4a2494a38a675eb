import { execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { mkdtemp, open, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ALL_FORMATS, FilePathSource, HLS, Input } from "mediabunny";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNodeMediaReader } from "./media-reader.test-harness.ts";
import type { MediaReader } from "./media-reader.ts";
import { filesThatName } from "./names-other-files.test-harness.ts";
import { containerFormats, readPackets, sourceOf } from "./read-packets.ts";
import { withSingleFile } from "./single-file.ts";

const sample = join(import.meta.dirname, "../../assets/sample.mp4");
const longAgo = new Date("2001-01-01T00:00:00Z");

let folder: string;
let server: Server;
let requested = 0;
let reader: MediaReader;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "names-other-files-"));
  reader = createNodeMediaReader();
  server = createServer((_request, response) => {
    requested += 1;
    response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  execFileSync("mkfifo", [join(folder, "pipe.ts")]);
});
afterAll(async () => {
  reader.close();
  server.close();
  await rm(folder, { recursive: true });
});

/** Another file beside the container; reading it sets the time of its last access. */
const other = () => join(folder, "other.ts");
beforeEach(async () => {
  requested = 0;
  await writeFile(other(), await readFile(sample));
  await utimes(other(), longAgo, new Date());
});
const isRead = async () => (await stat(other())).atimeMs !== longAgo.getTime();

/** Whether a process waits for a writer of the pipe. */
async function isPipeOpen(): Promise<boolean> {
  const writer = await open(join(folder, "pipe.ts"), constants.O_WRONLY | constants.O_NONBLOCK).catch(() => null);
  await writer?.close();
  return writer !== null;
}

/** The names by which a container could lead to the other file, the pipe and the server. */
const targets = () => [
  other(),
  "other.ts",
  "./other.ts",
  pathToFileURL(other()).href,
  join(folder, "pipe.ts"),
  "pipe.ts",
  `http://127.0.0.1:${(server.address() as AddressInfo).port}/other.ts`,
  "\\\\127.0.0.1\\share\\other.ts",
];

const hls = () => `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${other()}\n#EXT-X-ENDLIST\n`;

async function writePlaylist(): Promise<string> {
  const path = join(folder, "playlist.mp4");
  await writeFile(path, hls());
  return path;
}

describe("a container that names other files", () => {
  it("would be read by a parser that may open files: the other file is seen to be read", async () => {
    const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(await writePlaylist()) });
    expect(await input.getPrimaryVideoTrack()).not.toBeNull();
    input.dispose();
    expect(await isRead()).toBe(true);
  });

  it.each(filesThatName("x", Buffer.alloc(0)).map(({ name }) => name))("opens nothing else: %s", async (name) => {
    const sound = await readFile(sample);
    for (const target of targets()) {
      const path = join(folder, "video.mp4");
      const file = filesThatName(target, sound).find((candidate) => candidate.name === name);
      await writeFile(path, file?.bytes ?? "");
      await reader.read(path);
      expect({ isRead: await isRead(), isPipeOpen: await isPipeOpen(), requested }).toEqual({
        isRead: false,
        isPipeOpen: false,
        requested: 0,
      });
    }
  });

  it("is held by the source alone: it opens nothing, whatever the formats", async () => {
    await withSingleFile(await writePlaylist(), async (file) => {
      const input = new Input({ formats: ALL_FORMATS, source: sourceOf(file) });
      await expect(input.getPrimaryVideoTrack()).rejects.toThrow();
      input.dispose();
    });
    expect(await isRead()).toBe(false);
  });

  it("is held by the list of formats alone: no playlist is parsed, whatever the source", async () => {
    expect(containerFormats).not.toContain(HLS);
    expect(await readPackets(new FilePathSource(await writePlaylist()))).toBeNull();
    expect(await isRead()).toBe(false);
  });
});
