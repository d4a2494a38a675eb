import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BulkRequest } from "../../shared/model/bulk.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { answerCall, type Handlers } from "../ipc/answer-call.ts";
import { createVideoCache } from "../library/video-cache.ts";
import { openAccountDatabase } from "./account-database.ts";
import type { Workspace } from "./compose-workspace.ts";
import { openOffline } from "./offline-workspace.test-harness.ts";

let folder: string;
let workspace: Workspace;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unstorable-edits-"));
  mkdirSync(join(folder, "practice"));
  const { database } = openAccountDatabase(join(folder, "practice", "uploader.sqlite"), 0);
  createVideoCache(database).put([sampleVideo("v")]);
  database.close();
  workspace = openOffline(folder);
});
afterEach(async () => {
  await workspace.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const call = (name: string, input: unknown) => {
  const { library, bulk } = workspace;
  const handlers = {
    "library.edit": ({ videoId, patch }: { videoId: string; patch: object }) => library.edit(videoId, patch),
    "library.delete": ({ videoIds }: { videoIds: string[] }) => library.delete(videoIds),
    "bulk.start": ({ action, videoIds }: { action: BulkRequest; videoIds: string[] }) => bulk.start(action, videoIds),
  } as unknown as Handlers;
  return answerCall({ handlers, limits: { enter: () => () => {} }, log: () => {} }, name, input);
};

/** Changes of a published video, each too large for the pages that are left. */
const changes: [name: string, input: unknown][] = [
  ["library.edit", { videoId: "v", patch: { description: "x".repeat(5000) } }],
  ["library.delete", { videoIds: Array.from({ length: 500 }, (_, index) => `video-${index}`) }],
  [
    "bulk.start",
    { action: { kind: "appendText", text: "y" }, videoIds: Array.from({ length: 500 }, (_, n) => `v${n}`) },
  ],
];

describe("a change of a published video that cannot be stored", () => {
  it.each(changes)("says on a full disk that the disk is full (%s)", async (name, input) => {
    // Pages that a migration freed would take what the limit forbids.
    workspace.database.exec("VACUUM");
    const pages = Number(workspace.database.prepare("PRAGMA page_count").get()?.page_count);
    workspace.database.exec(`PRAGMA max_page_count = ${pages}`);
    expect(await call(name, input)).toMatchObject({ ok: false, error: { code: "disk-full", retryable: true } });
    expect(workspace.library.pendingEdit("v")).toBeNull();
    expect(workspace.library.offerUndos()).toEqual([]);
  });

  it.each(changes)("says on a read-only disk that nothing can be written (%s)", async (name, input) => {
    workspace.database.exec("PRAGMA query_only = ON");
    expect(await call(name, input)).toMatchObject({ ok: false, error: { code: "disk-full", retryable: true } });
    expect(workspace.bulk.list()).toEqual([]);
  });
});
