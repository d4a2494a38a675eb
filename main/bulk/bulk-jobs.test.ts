import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors.ts";
import type { BulkState } from "../../shared/model/bulk.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { openDatabase } from "../database/open-database.ts";
import { createFakeLibrary, openJobs } from "./bulk-jobs.test-harness.ts";
import type { BulkLibrary } from "./bulk-library.ts";

let folder: string;
let databaseNumber = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bulk-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const newDatabase = () => {
  databaseNumber += 1;
  return openDatabase(join(folder, `${databaseNumber}.sqlite`), { nowMs: 0, onSalvaged: () => {} }).database;
};
const flush = () => new Promise((resolve) => setImmediate(resolve));

describe("createBulkJobs", () => {
  it("processes at most four videos at once and reports the state of each", async () => {
    const fake = createFakeLibrary(10);
    const { jobs } = openJobs(fake.library, newDatabase());
    const job = jobs.start({ kind: "access", access: "private" }, [...fake.biggo.keys(), "v0", "gone"]);
    await flush();
    expect(fake.pending.size).toBe(4);
    expect(job.counts.waiting).toBe(11);
    for (let videoId = fake.respond(0); videoId !== null; videoId = fake.respond(0)) {
      jobs.videosChanged([videoId]);
      await flush();
    }
    const states = jobs.items(job.id).map(({ state }) => state);
    expect(states).toEqual([...Array<BulkState>(10).fill("done"), "failed"]);
    expect(jobs.items(job.id)[10]?.error?.code).toBe("video-gone");
  });

  it("logs each step of a job and its settling, without titles", async () => {
    const fake = createFakeLibrary(3);
    fake.refusing.add("v1");
    const { jobs, logged } = openJobs(fake.library, newDatabase());
    const { id } = jobs.start({ kind: "access", access: "private" }, [...fake.biggo.keys()]);
    await flush();
    jobs.setPaused(id, true);
    for (let videoId = fake.respond(0); videoId !== null; videoId = fake.respond(0)) {
      jobs.videosChanged([videoId]);
      await flush();
    }
    jobs.retry(id);
    jobs.cancel(id);
    expect(logged).toEqual([
      `bulk ${id} access started: 3 waiting`,
      `bulk ${id} access paused: 3 running`,
      `bulk ${id} access settled: 2 done, 1 failed`,
      `bulk ${id} access retried: 1 waiting, 2 done`,
      `bulk ${id} access cancelled: 2 done, 1 cancelled`,
      `bulk ${id} access settled: 2 done, 1 cancelled`,
    ]);
  });

  it("pauses, resumes, cancels, and retries only the failed items", async () => {
    const fake = createFakeLibrary(12);
    fake.refusing.add("v1");
    const { jobs } = openJobs(fake.library, newDatabase());
    const { id } = jobs.start({ kind: "access", access: "private" }, [...fake.biggo.keys()]);
    await flush();
    jobs.setPaused(id, true);
    const drain = async () => {
      for (let videoId = fake.respond(0); videoId !== null; videoId = fake.respond(0)) {
        jobs.videosChanged([videoId]);
        await flush();
      }
    };
    await drain();
    expect(jobs.list()[0]?.counts).toMatchObject({ waiting: 8, done: 3, failed: 1, running: 0 });
    jobs.setPaused(id, false);
    await flush();
    jobs.cancel(id);
    await drain();
    expect(jobs.list()[0]?.counts).toMatchObject({ waiting: 0, done: 7, failed: 1, cancelled: 4 });
    fake.refusing.clear();
    jobs.retry(id);
    await flush();
    expect([...fake.pending.keys()]).toEqual(["v1"]);
    await drain();
    expect(jobs.list()[0]?.counts).toMatchObject({ done: 8, failed: 0, cancelled: 4 });
  });

  it("deletes nothing when it is cancelled before the undo expires", async () => {
    const fake = createFakeLibrary(3);
    const { jobs, runTimers } = openJobs(fake.library, newDatabase());
    const { id } = jobs.start({ kind: "delete" }, ["v0", "v1"]);
    await flush();
    expect(fake.biggo.size).toBe(3);
    jobs.cancel(id);
    runTimers();
    await flush();
    expect(fake.biggo.size).toBe(3);
    expect(jobs.list()[0]).toMatchObject({ undoable: false, counts: { cancelled: 2 } });
  });

  it.each([
    ["an hour", 3_600_000],
    ["a year", 365 * 86_400_000],
    ["nothing", 0],
  ])("deletes once the undo has expired, although the clock was set back by %s", async (_name, byMs) => {
    const fake = createFakeLibrary(3);
    const clock = { ms: 400 * 86_400_000 };
    const { jobs, runTimers } = openJobs(fake.library, newDatabase(), clock);
    jobs.start({ kind: "delete" }, ["v0", "v1"]);
    clock.ms -= byMs;
    runTimers();
    await flush();
    expect([...fake.biggo.keys()]).toEqual(["v2"]);
  });

  it("does not undo a change that was overwritten since", async () => {
    const fake = createFakeLibrary(2);
    const { jobs } = openJobs(fake.library, newDatabase());
    const { id } = jobs.start({ kind: "appendText", text: "#biggo" }, ["v0", "v1"]);
    await flush();
    for (const videoId of ["v0", "v1"]) {
      fake.respond(0);
      jobs.videosChanged([videoId]);
    }
    fake.biggo.set("v1", { description: "typed since", access: "public" });
    const undo = jobs.undo(id);
    await flush();
    fake.respond(0);
    jobs.videosChanged(["v0"]);
    expect(jobs.items(undo.id).map(({ state }) => state)).toEqual(["done", "unchanged"]);
    expect([fake.biggo.get("v0")?.description, fake.biggo.get("v1")?.description]).toEqual(["text 0", "typed since"]);
    expect(() => jobs.undo(id)).toThrow();
  });

  it("undoes the rest after a cancelled undo, and never retries undone items", async () => {
    const fake = createFakeLibrary(8);
    fake.refusing.add("v7");
    const { jobs } = openJobs(fake.library, newDatabase());
    const drain = async () => {
      for (let videoId = fake.respond(0); videoId !== null; videoId = fake.respond(0)) {
        jobs.videosChanged([videoId]);
        await flush();
      }
    };
    const { id } = jobs.start({ kind: "access", access: "private" }, [...fake.biggo.keys()]);
    await flush();
    await drain();
    const first = jobs.undo(id);
    await flush();
    jobs.cancel(first.id);
    await drain();
    expect(jobs.list().find((job) => job.id === id)).toMatchObject({ undoable: true, counts: { failed: 0 } });
    jobs.undo(id);
    await flush();
    await drain();
    expect([...fake.biggo.values()].every(({ access }) => access === "public")).toBe(true);
    expect(fake.pending.size).toBe(0);
    jobs.retry(id);
    await flush();
    expect(fake.pending.size).toBe(0);
  });

  it("fails a video after repeated errors while the others continue", async () => {
    const fake = createFakeLibrary(6);
    const broken = new BigGoError("server", "500");
    const library = {
      ...fake.library,
      remove: async (videoId: string) => {
        if (videoId === "v0") throw broken;
        fake.biggo.delete(videoId);
      },
    };
    const clock = { ms: 5000 };
    const { jobs, runTimers } = openJobs(library, newDatabase(), clock);
    const { id } = jobs.start({ kind: "delete" }, [...fake.biggo.keys()]);
    clock.ms = 50_000;
    for (let round = 0; round < 12; round += 1) {
      runTimers();
      await flush();
    }
    expect(jobs.items(id).map(({ state }) => state)).toEqual(["failed", "done", "done", "done", "done", "done"]);
  });

  it("settles every item and undoes the job completely, whenever the app is killed", async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant("respond" as const), index: fc.nat(20) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("kill" as const), index: fc.constantFrom(0, 1, 2) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("retry" as const), index: fc.constant(0) }) },
    );
    const run = async (steps: { kind: "respond" | "kill" | "retry"; index: number }[], refused: number[]) => {
      const fake = createFakeLibrary(9);
      for (const index of refused) fake.refusing.add(`v${index}`);
      const before = new Map(fake.biggo);
      const database = newDatabase();
      let { jobs, runTimers } = openJobs(fake.library, database);
      const restart = () => {
        jobs.stop();
        fake.crashAt(null);
        ({ jobs, runTimers } = openJobs(fake.library, database));
        jobs.resume();
      };
      const respondOnce = async (index: number) => {
        const videoId = fake.respond(index);
        if (videoId !== null) jobs.videosChanged([videoId]);
        await flush();
        return videoId;
      };
      const finish = async () => {
        restart();
        await flush();
        while ((await respondOnce(0)) !== null) runTimers();
      };
      const { id } = jobs.start({ kind: "access", access: "private" }, [...fake.biggo.keys()]);
      for (const { kind, index } of steps) {
        if (kind === "respond") await respondOnce(index);
        else if (kind === "retry") jobs.retry(id);
        else {
          // Crash while an item starts: after it was stored, before or after its edit was.
          fake.crashAt(index === 0 ? null : index === 1 ? "before" : "after");
          await respondOnce(0);
          restart();
          await flush();
        }
      }
      await finish();
      for (const { videoId, state } of jobs.items(id)) {
        expect([videoId, state]).toEqual([videoId, fake.refusing.has(videoId) ? "failed" : "done"]);
        expect(fake.biggo.get(videoId)?.access).toBe(state === "done" ? "private" : "public");
      }
      jobs.undo(id);
      await finish();
      expect(fake.biggo).toEqual(before);
      expect(fake.pending.size).toBe(0);
      jobs.stop();
      database.close();
    };
    const refused = fc.uniqueArray(fc.nat(8), { maxLength: 3 });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), refused, run), { numRuns: 100 });
  }, 60_000);

  it("carries out a change after a crash, although an earlier one of the same field is still pending", async () => {
    const fake = createFakeLibrary(1);
    const database = newDatabase();
    fake.library.edit("v0", { access: "unlisted" });
    const first = openJobs(fake.library, database).jobs;
    fake.crashAt("before");
    const { id } = first.start({ kind: "access", access: "private" }, ["v0"]);
    await flush();
    first.stop();
    fake.crashAt(null);
    const { jobs } = openJobs(fake.library, database);
    jobs.resume();
    await flush();
    for (let videoId = fake.respond(0); videoId !== null; videoId = fake.respond(0)) jobs.videosChanged([videoId]);
    await flush();
    expect(jobs.items(id).map(({ state }) => state)).toEqual(["done"]);
    expect(fake.biggo.get("v0")?.access).toBe("private");
  });

  it("retries a video whose change could not be stored at first", async () => {
    const fake = createFakeLibrary(2);
    const { edit } = fake.library;
    let isFull = true;
    const library: BulkLibrary = {
      ...fake.library,
      edit(videoId, patch) {
        if (isFull && videoId === "v0") throw new AppError("disk-full", "", { retryable: true });
        edit(videoId, patch);
      },
    };
    const { jobs, runTimers } = openJobs(library, newDatabase());
    jobs.start({ kind: "access", access: "private" }, ["v0", "v1"]);
    await flush();
    isFull = false;
    runTimers();
    await flush();
    for (let videoId = fake.respond(0); videoId !== null; videoId = fake.respond(0)) jobs.videosChanged([videoId]);
    expect(jobs.list()[0]?.counts).toMatchObject({ done: 2, running: 0 });
  });
});
