import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { openHarness, type WorkspaceHarness } from "./workspace.test-harness.ts";

let sandbox: SpawnedSandbox;
let folder: string;
let app: WorkspaceHarness | null = null;
beforeEach(async () => {
  sandbox = await spawnSandbox({ args: ["--videos", "5"] });
  folder = await mkdtemp(join(tmpdir(), "deletions-"));
});
afterEach(async () => {
  await app?.close();
  app = null;
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Deletes two videos in a process of its own, kills it, and moves its stored times a day into the past. */
async function deleteAndKill(kind: "videos" | "bulk"): Promise<string[]> {
  const script = new URL("deleting-process.test-harness.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, JSON.stringify(sandbox), folder, kind], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let videoIds: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    videoIds = JSON.parse(line);
    break;
  }
  child.kill("SIGKILL");
  await ended;
  return videoIds;
}

async function open(beforeStart: (database: DatabaseSync) => void = () => {}): Promise<WorkspaceHarness> {
  app = await openHarness({ url: sandbox.url, clientId: sandbox.clientId, clientSecret: sandbox.clientSecret, folder });
  const path = app.databasePath();
  await app.reopen(() => {
    const database = new DatabaseSync(path);
    beforeStart(database);
    database.close();
  });
  return app;
}

const dayMs = 86_400_000;
const remaining = async (videoIds: readonly string[]) =>
  (await sandbox.ownVideos()).filter(({ video_id }) => videoIds.includes(video_id)).length;
const aDayLater = (database: DatabaseSync) => {
  database.exec(`UPDATE deletion SET until_ms = until_ms - ${dayMs} WHERE until_ms > 0`);
  database.exec(`UPDATE bulk_job SET starts_at_ms = starts_at_ms - ${dayMs}`);
};

describe("a deletion whose undo had not expired when the app was killed", () => {
  it("is not carried out unasked, and can be undone after the restart", async () => {
    const videoIds = await deleteAndKill("videos");
    const { workspace } = await open(aDayLater);
    await delay(1500);
    expect(await remaining(videoIds)).toBe(2);
    const shown = () => workspace.library.snapshot().videos.map(({ videoId }) => videoId);
    expect(shown()).not.toContain(videoIds[0]);
    const [undo, ...others] = workspace.library.offerUndos();
    expect(others).toEqual([]);
    expect(undo?.count).toBe(2);
    expect((undo?.untilMs ?? 0) - Date.now()).toBeGreaterThan(7500);
    expect(workspace.library.undoDelete(undo?.deletionId ?? "")).toBe(true);
    expect(shown()).toEqual(expect.arrayContaining(videoIds));
    await delay(9000);
    expect(await remaining(videoIds)).toBe(2);
    expect(workspace.library.offerUndos()).toEqual([]);
  });

  it("is carried out once its whole undo was offered again, however often it was killed before", async () => {
    const videoIds = await deleteAndKill("videos");
    const first = await open(aDayLater);
    first.workspace.library.offerUndos();
    await delay(3000);
    await first.reopen();
    const [undo] = first.workspace.library.offerUndos();
    expect((undo?.untilMs ?? 0) - Date.now()).toBeGreaterThan(7500);
    await delay(6000);
    expect(await remaining(videoIds)).toBe(2);
    await first.eventually("deleted", async () => (await remaining(videoIds)) === 0);
    await first.reopen();
    expect(first.workspace.library.offerUndos()).toEqual([]);
  });

  it("of many videos waits for its whole time after the restart, and can be cancelled", async () => {
    const videoIds = await deleteAndKill("bulk");
    const { workspace } = await open(aDayLater);
    await delay(1500);
    expect(await remaining(videoIds)).toBe(2);
    workspace.bulk.offerUndos();
    const [job] = workspace.bulk.list();
    expect((job?.startsAtMs ?? 0) - Date.now()).toBeGreaterThan(7500);
    await delay(6000);
    expect(await remaining(videoIds)).toBe(2);
    workspace.bulk.cancel(job?.id ?? "");
    await delay(3500);
    expect(await remaining(videoIds)).toBe(2);
  });
});

describe("a deletion that had begun when the app was killed", () => {
  it("is resumed without another undo", async () => {
    const videoIds = await deleteAndKill("videos");
    const opened = await open((database) => database.exec("UPDATE deletion SET until_ms = 0"));
    expect(opened.workspace.library.offerUndos()).toEqual([]);
    await opened.eventually("deleted", async () => (await remaining(videoIds)) === 0);
  });
});
