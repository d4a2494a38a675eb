import { createHash } from "node:crypto";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
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

const onBigGo = () => sandbox.ownVideos();

async function untilThere(count: number): Promise<void> {
  const endMs = performance.now() + 90_000;
  while ((await onBigGo()).length < count) {
    if (performance.now() > endMs) throw new Error(`${(await onBigGo()).length} of ${count} videos came`);
    await pause(500);
  }
}

/** A film of its own, as bytes. */
async function film(): Promise<Buffer> {
  seed += 1;
  const path = join(source, `${seed}.mp4`);
  await makeVideo(path, { seed });
  return readFile(path);
}

/** Writes a file as a slow copy does: in parts, with a wait in between. */
async function copySlowly(name: string, bytes: Buffer, gapMs: number): Promise<void> {
  const path = join(folder, name);
  const part = Math.ceil(bytes.length / 4);
  await writeFile(path, bytes.subarray(0, part));
  for (let at = part; at < bytes.length; at += part) {
    await pause(gapMs);
    await appendFile(path, bytes.subarray(at, at + part));
  }
}

const sum = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("a watched folder", () => {
  it("adds 200 files that are copied slowly, some while the app is off, some renamed: each once and whole", async () => {
    await app.workspace.watched.add(folder, choices, false);
    await mkdir(join(folder, "deep", "er"), { recursive: true });
    const sums = new Set<string>();
    const copies: Promise<void>[] = [];
    const copy = async (name: string, gapMs: number) => {
      const bytes = await film();
      sums.add(sum(bytes));
      copies.push(copySlowly(name, bytes, gapMs));
    };
    for (let at = 0; at < 100; at += 1)
      await copy(at % 5 === 0 ? `deep/er/影片 ${at}.mp4` : `clip ${at}.mp4`, 200 + at * 20);
    await pause(2000);
    await rename(join(folder, "clip 1.mp4"), join(folder, "renamed while young.mp4"));
    await pause(9000);
    // Some are added by now, some are on their way, some are still being written to.
    await app.reopen(async () => {
      for (let at = 100; at < 200; at += 1) await copy(`clip ${at}.mp4`, at < 150 ? 10 : 400);
      await rename(join(folder, "clip 2.mp4"), join(folder, "renamed while off.mp4"));
      await pause(500);
    });
    await Promise.all(copies);
    await rename(join(folder, "clip 3.mp4"), join(folder, "renamed while on.mp4"));
    await rename(join(folder, "clip 160.mp4"), join(folder, "deep", "moved.mp4"));
    await untilThere(200);
    await pause(3000);
    const there = await onBigGo();
    expect(there).toHaveLength(200);
    expect(new Set(there.map(({ sha256 }) => sha256))).toEqual(sums);
    expect(new Set(there.map(({ access }) => access))).toEqual(new Set([2]));
    expect(app.workspace.watched.list()).toMatchObject([{ pending: 0, problems: [], present: true }]);
    // Nothing comes twice at the next start, whatever the files are called by then.
    await app.reopen(() => rename(join(folder, "clip 4.mp4"), join(folder, "renamed after.mp4")));
    await pause(13_000);
    expect(await onBigGo()).toHaveLength(200);
    const receipts = (await readdir(folder)).filter((name) => name.endsWith(".biggo.json"));
    expect(receipts.length).toBeGreaterThan(100);
  }, 240_000);

  it("leaves alone what was there before, takes the details from a file beside, and waits for one that makes no sense", async () => {
    await writeFile(join(folder, "old.mp4"), await film());
    await app.workspace.watched.add(folder, choices, false);
    await expect(app.workspace.watched.add(join(folder, "below"), choices, false)).rejects.toThrow(/watched already/);
    await writeFile(join(folder, "told.mp4"), await film());
    await writeFile(
      join(folder, "told.json"),
      JSON.stringify({ title: "Told", description: "beside", access: "private" }),
    );
    await writeFile(join(folder, "broken.mp4"), await film());
    await writeFile(join(folder, "broken.json"), '{"titel": "Mistyped"}');
    await writeFile(join(folder, "notes.mp4"), "this is no film at all\n");
    await untilThere(1);
    await app.eventually("told of both", () => app.workspace.watched.list()[0]?.problems.length === 2);
    expect(await onBigGo()).toMatchObject([{ file_name: "told.mp4" }]);
    await app.eventually("saved", async () => (await onBigGo())[0]?.title === "Told");
    expect(await onBigGo()).toMatchObject([{ description: "beside", access: 1 }]);
    const problems = app.workspace.watched.list()[0]?.problems ?? [];
    expect(problems.toSorted((a, b) => a.fileName.localeCompare(b.fileName))).toMatchObject([
      {
        fileName: "broken.mp4",
        code: null,
        sidecar: { fileName: "broken.json", problem: { code: "unknown-field", field: "titel", max: null } },
      },
      { fileName: "notes.mp4", code: "file-not-video", sidecar: null },
    ]);
    await writeFile(join(folder, "broken.json"), '{"title": "Mended"}');
    await untilThere(2);
    await app.eventually("mended", async () => (await onBigGo()).some(({ title }) => title === "Mended"));
    expect(app.workspace.watched.list()[0]?.problems).toHaveLength(1);
  }, 60_000);
});
