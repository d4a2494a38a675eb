import { createHash } from "node:crypto";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { openDatabase } from "../database/open-database.ts";
import { composeWatch } from "./compose-watch.ts";
import { openHarness, type WorkspaceHarness } from "./workspace.test-harness.ts";

let sandbox: SpawnedSandbox;
let app: WorkspaceHarness;
let folder: string;
let source: string;
let seed = 1;

beforeEach(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  folder = await mkdtemp(join(tmpdir(), "watch-test-"));
  source = await mkdtemp(join(tmpdir(), "watch-source-"));
  app = await openHarness({ ...sandbox, parallel: 4, receipts: true });
});
afterEach(async () => {
  await app.close();
  await sandbox.stop();
  await rm(folder, { recursive: true });
  await rm(source, { recursive: true });
});

const choices = { access: "unlisted", stayPrivate: false, templateId: null } as const;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const storedVideos = () => sandbox.ownVideos();

async function untilStored(count: number): Promise<void> {
  const endMs = performance.now() + 90_000;
  while ((await storedVideos()).length < count) {
    if (performance.now() > endMs) throw new Error(`${(await storedVideos()).length} of ${count} videos arrived`);
    await pause(500);
  }
}

/** The bytes of a new video. */
async function videoBytes(): Promise<Buffer> {
  seed += 1;
  const path = join(source, `${seed}.mp4`);
  await makeVideo(path, { seed });
  return readFile(path);
}

/** Writes a file like a slow copy: in parts with a pause in between. */
async function copySlowly(name: string, bytes: Buffer, gapMs: number): Promise<void> {
  const path = join(folder, name);
  const part = Math.ceil(bytes.length / 4);
  await writeFile(path, bytes.subarray(0, part));
  for (let offset = part; offset < bytes.length; offset += part) {
    await pause(gapMs);
    await appendFile(path, bytes.subarray(offset, offset + part));
  }
}

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("a watched folder", () => {
  it("adds 200 slowly copied files exactly once, also renamed ones and those added while it is closed", async () => {
    await app.workspace.watched.add(folder, choices, false);
    await mkdir(join(folder, "deep", "er"), { recursive: true });
    const hashes = new Set<string>();
    const copies: Promise<void>[] = [];
    const copy = async (name: string, gapMs: number) => {
      const bytes = await videoBytes();
      hashes.add(hashOf(bytes));
      copies.push(copySlowly(name, bytes, gapMs));
    };
    for (let index = 0; index < 100; index += 1)
      await copy(index % 5 === 0 ? `deep/er/影片 ${index}.mp4` : `clip ${index}.mp4`, 200 + index * 20);
    await pause(2000);
    await rename(join(folder, "clip 1.mp4"), join(folder, "renamed while copying.mp4"));
    await pause(9000);
    // By now some are added, some are uploading, and some are still being written.
    await app.reopen(async () => {
      for (let index = 100; index < 200; index += 1) await copy(`clip ${index}.mp4`, index < 150 ? 10 : 400);
      await rename(join(folder, "clip 2.mp4"), join(folder, "renamed while closed.mp4"));
      await pause(500);
    });
    await Promise.all(copies);
    await rename(join(folder, "clip 3.mp4"), join(folder, "renamed while open.mp4"));
    await rename(join(folder, "clip 160.mp4"), join(folder, "deep", "moved.mp4"));
    await untilStored(200);
    await pause(3000);
    const stored = await storedVideos();
    expect(stored).toHaveLength(200);
    expect(new Set(stored.map(({ sha256 }) => sha256))).toEqual(hashes);
    expect(new Set(stored.map(({ access }) => access))).toEqual(new Set([2]));
    expect(app.workspace.watched.list()).toMatchObject([{ pending: 0, problems: [], present: true }]);
    // The next start adds nothing twice, even after a rename.
    await app.reopen(() => rename(join(folder, "clip 4.mp4"), join(folder, "renamed after.mp4")));
    await pause(13_000);
    expect(await storedVideos()).toHaveLength(200);
    const receipts = (await readdir(folder)).filter((name) => name.endsWith(".biggo.json"));
    expect(receipts.length).toBeGreaterThan(100);
  }, 240_000);

  it("skips existing files, reads sidecars, and waits until a malformed one is fixed", async () => {
    await writeFile(join(folder, "old.mp4"), await videoBytes());
    await app.workspace.watched.add(folder, choices, false);
    await expect(app.workspace.watched.add(join(folder, "below"), choices, false)).rejects.toThrow(/watched already/);
    await writeFile(join(folder, "described.mp4"), await videoBytes());
    await writeFile(
      join(folder, "described.json"),
      JSON.stringify({ title: "Described", description: "beside", access: "private" }),
    );
    // As a Mac and a camera write the same name.
    const sidecarName = "caf\u00e9.json".normalize("NFD");
    await writeFile(join(folder, "caf\u00e9.mp4"), await videoBytes());
    await writeFile(join(folder, sidecarName), '{"titel": "Mistyped"}');
    await writeFile(join(folder, "notes.mp4"), "this is not a video\n");
    await untilStored(1);
    await app.eventually("both problems", () => app.workspace.watched.list()[0]?.problems.length === 2);
    expect(await storedVideos()).toMatchObject([{ file_name: "described.mp4" }]);
    await app.eventually("saved", async () => (await storedVideos())[0]?.title === "Described");
    expect(await storedVideos()).toMatchObject([{ description: "beside", access: 1 }]);
    const problems = app.workspace.watched.list()[0]?.problems ?? [];
    expect(problems.toSorted((a, b) => a.fileName.localeCompare(b.fileName))).toMatchObject([
      {
        fileName: "caf\u00e9.mp4",
        code: null,
        sidecar: { fileName: sidecarName, problem: { code: "unknown-field", field: "titel", max: null } },
      },
      { fileName: "notes.mp4", code: "file-not-video", sidecar: null },
    ]);
    await writeFile(join(folder, sidecarName), '{"title": "Fixed"}');
    await untilStored(2);
    await app.eventually("fixed", async () => (await storedVideos()).some(({ title }) => title === "Fixed"));
    expect(app.workspace.watched.list()[0]?.problems).toHaveLength(1);
  }, 60_000);

  it("keeps a video private of which it is unknown whether it is complete, whatever its sidecar says", async () => {
    const { engine, adding } = app.workspace;
    const { database } = openDatabase(join(source, "other.sqlite"), { nowMs: 0, onSalvaged: () => {} });
    const silent = { onChange: () => {}, log: () => {} };
    const watched = composeWatch({ database, engine, adding, ...silent, readiness: async () => "unknown" });
    watched.start();
    await watched.add(folder, { ...choices, access: "public", stayPrivate: true }, false);
    await writeFile(join(folder, "clip.json"), JSON.stringify({ title: "Beside", access: "public" }));
    await writeFile(join(folder, "clip.mp4"), await videoBytes());
    await untilStored(1);
    await app.eventually("saved", async () => (await storedVideos())[0]?.title === "Beside");
    await app.eventually("complete", () => engine.rows()[0]?.state.phase === "complete");
    await pause(1000);
    expect(await storedVideos()).toMatchObject([{ access: 1 }]);
    expect(watched.list()).toMatchObject([{ addedPrivate: 1 }]);
    await watched.stop();
    database.close();
  }, 60_000);
});
