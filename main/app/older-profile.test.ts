import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlannedChange } from "../../shared/model/bulk.ts";
import { createBulkStore } from "../bulk/bulk-store.ts";
import { createEditStore } from "../library/edit-store.ts";
import { createSavedViews } from "../library/saved-views.ts";
import { createVideoCache } from "../library/video-cache.ts";
import { createVideoProducts } from "../library/video-products.ts";
import { createSavedProducts } from "../products/saved-products.ts";
import { parseSettings, parseWindowState } from "../settings/parse-preferences.ts";
import { createTemplateStore } from "../templates/template-store.ts";
import { readSidecar } from "../upload/files/sidecar.ts";
import { createLedger } from "../upload/queue/ledger.ts";
import { createUploadStore } from "../upload/queue/upload-store.ts";
import { createWatchStore } from "../watch/watch-store.ts";
import { openAccountDatabase } from "./account-database.ts";
import { openOffline } from "./offline-workspace.test-harness.ts";
import { createQueueNotices } from "./queue-notices.ts";

const fixture = join(import.meta.dirname, "fixtures", "profile-0.1.0");
const readFixture = (name: string) => readFileSync(join(fixture, name), "utf8");
const expected = JSON.parse(readFixture("expected.json"));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "older-profile-"));
  mkdirSync(join(folder, "practice"));
  copyFileSync(join(fixture, "uploader.sqlite"), join(folder, "practice", "uploader.sqlite"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

function withDatabase(check: (database: DatabaseSync) => void): void {
  const { database, condition } = openAccountDatabase(join(folder, "practice", "uploader.sqlite"), 0);
  try {
    expect(condition).toEqual({ kind: "sound" });
    check(database);
  } finally {
    database.close();
  }
}

/** Converts the fields and phase names that version 0.1.0 stored to the current ones. */
function asStoredNow({ provenThere, looks, state, attempt, ...row }: Record<string, unknown>) {
  const { phase } = state as { phase: string };
  return {
    ...row,
    attempt: attempt === null ? null : { ...(attempt as object), bodies: [] },
    state: { ...(state as object), phase: phase === "alreadyThere" ? "duplicate" : phase },
    confirmedDuplicate: provenThere,
    reconcileAttempts: looks,
    contentHash: null,
    media: null,
  };
}

describe("the database of version 0.1.0", () => {
  it("keeps every upload in any phase, and the queue's holds and notice", () => {
    withDatabase((database) => {
      const store = createUploadStore(database, (id) => expect.fail(`upload ${id} is unreadable`));
      expect(store.load()).toEqual(expected.uploads.map(asStoredNow));
      expect(store.loadPaused()).toBe(expected.paused);
      expect(store.loadRateLimit()).toBe(expected.rateLimit);
      expect(createQueueNotices(database).get()).toEqual(expected.notice);
      const ledger = createLedger(database);
      for (const [fingerprint, videoId] of Object.entries(expected.ledger)) {
        expect(ledger.hasHint(fingerprint) && ledger.owns(String(videoId))).toBe(true);
      }
    });
  });

  it("keeps the library: videos, titles, covers, products, unsent edits and pending deletions", () => {
    withDatabase((database) => {
      const cache = createVideoCache(database);
      const videos = [...cache.summaries().keys()].map(cache.get);
      expect(videos).toEqual(expected.videos.map((video: object) => ({ ...video, edited: false })));
      const edits = createEditStore(database);
      expect(Object.fromEntries(edits.pending())).toEqual(expected.edits);
      for (const [videoId, title] of Object.entries(expected.titles)) expect(edits.title(videoId)).toBe(title);
      for (const [videoId, cover] of Object.entries(expected.covers)) expect(edits.cover(videoId)).toEqual(cover);
      expect(Object.fromEntries(createVideoProducts(database).all())).toEqual(expected.products);
      expect(createSavedViews(database).list()).toEqual(expected.views);
      const deletions = database.prepare("SELECT * FROM deletion").all();
      expect(deletions.map((row) => ({ ...row }))).toEqual(expected.deletions);
    });
  });

  it("keeps jobs, product sets, templates, folder choices and watched folders", () => {
    withDatabase((database) => {
      expect(createBulkStore(database).load()).toEqual(expected.jobs);
      const savedProducts = createSavedProducts(database);
      expect([savedProducts.sets(), savedProducts.recent()]).toEqual([expected.sets, expected.recent]);
      const templates = createTemplateStore(database);
      expect(templates.list()).toEqual(expected.templates);
      expect(templates.choicesFor("/videos")).toEqual(expected.choices);
      expect(createWatchStore(database).folders()).toEqual(expected.watched);
    });
  });
});

describe("the workspace of version 0.1.0", () => {
  it("opens with every row of the queue and every video of the library", async () => {
    const workspace = openOffline(folder);
    workspace.engine.start();
    expect(workspace.engine.rows()).toHaveLength(expected.uploads.length);
    expect(workspace.library.all()).toHaveLength(expected.videos.length);
    expect(workspace.insight.report(7).days.length).toBeGreaterThan(0);
    await workspace.close();
  });

  it("imports its exported table without refusing a cell of a known row", async () => {
    const workspace = openOffline(folder);
    const table = await workspace.tables.read(join(fixture, "library.csv"));
    expect(table.rows).toBeGreaterThan(20);
    expect(table.errors.filter(({ code }) => code !== "id-unknown")).toEqual([]);
    const changed = table.plans.map(({ videoId }: PlannedChange) => videoId);
    // Only videos whose details changed after the export differ from it.
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((videoId) => expected.edits[videoId] === undefined)).toEqual([]);
    await workspace.close();
  });
});

describe("other files of version 0.1.0", () => {
  it("keeps every preference", () => {
    const { settings, window, practice } = JSON.parse(readFixture("preferences.json"));
    expect(parseSettings(settings)).toEqual(settings);
    expect(parseWindowState(window)).toEqual(window);
    expect(practice).toBe(true);
  });

  it("reads a sidecar", async () => {
    const sidecar = await readSidecar(join(fixture, "clip.mp4"));
    expect(sidecar).toMatchObject({
      problem: null,
      details: { title: "From a sidecar", access: "unlisted", coverTimeMs: 1500, stayPrivate: true },
    });
    expect(sidecar?.details?.products).toHaveLength(2);
  });
});
