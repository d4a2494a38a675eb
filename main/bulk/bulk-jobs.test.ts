import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AppError } from "../../shared/errors.ts";
import type { BulkState } from "../../shared/model/bulk.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { openDatabase } from "../database/open-database.ts";
import { open, world } from "./bulk-jobs.test-harness.ts";
import type { BulkLibrary } from "./bulk-library.ts";

let folder: string;
let number = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bulk-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const newDatabase = () => {
  number += 1;
  return openDatabase(join(folder, `${number}.sqlite`), { nowMs: 0, onSalvaged: () => {} }).database;
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

it("has no more than four videos on their way, and says of each where it stands", async () => {
  const at = world(10);
  const { jobs } = open(at.library, newDatabase());
  const job = jobs.start({ kind: "access", access: "private" }, [...at.biggo.keys(), "v0", "gone"]);
  await turn();
  expect(at.pending.size).toBe(4);
  expect(job.counts.waiting).toBe(11);
  for (let videoId = at.answer(0); videoId !== null; videoId = at.answer(0)) {
    jobs.videosChanged([videoId]);
    await turn();
  }
  const states = jobs.items(job.id).map(({ state }) => state);
  expect(states).toEqual([...Array<BulkState>(10).fill("done"), "failed"]);
  expect(jobs.items(job.id)[10]?.error?.code).toBe("video-gone");
});

it("pauses, goes on, is called off, and tries again what failed and nothing else", async () => {
  const at = world(12);
  at.refusing.add("v1");
  const { jobs } = open(at.library, newDatabase());
  const { id } = jobs.start({ kind: "access", access: "private" }, [...at.biggo.keys()]);
  await turn();
  jobs.setPaused(id, true);
  const drain = async () => {
    for (let videoId = at.answer(0); videoId !== null; videoId = at.answer(0)) {
      jobs.videosChanged([videoId]);
      await turn();
    }
  };
  await drain();
  expect(jobs.list()[0]?.counts).toMatchObject({ waiting: 8, done: 3, failed: 1, running: 0 });
  jobs.setPaused(id, false);
  await turn();
  jobs.cancel(id);
  await drain();
  expect(jobs.list()[0]?.counts).toMatchObject({ waiting: 0, done: 7, failed: 1, cancelled: 4 });
  at.refusing.clear();
  jobs.retry(id);
  await turn();
  expect([...at.pending.keys()]).toEqual(["v1"]);
  await drain();
  expect(jobs.list()[0]?.counts).toMatchObject({ done: 8, failed: 0, cancelled: 4 });
});

it("deletes only when its undo has run out", async () => {
  const at = world(3);
  const { jobs, pass } = open(at.library, newDatabase());
  const { id } = jobs.start({ kind: "delete" }, ["v0", "v1"]);
  await turn();
  expect(at.biggo.size).toBe(3);
  jobs.cancel(id);
  pass();
  await turn();
  expect(at.biggo.size).toBe(3);
  expect(jobs.list()[0]).toMatchObject({ undoable: false, counts: { cancelled: 2 } });
});

it("does not undo over what somebody changed since", async () => {
  const at = world(2);
  const { jobs } = open(at.library, newDatabase());
  const { id } = jobs.start({ kind: "appendText", text: "#biggo" }, ["v0", "v1"]);
  await turn();
  for (const videoId of ["v0", "v1"]) {
    at.answer(0);
    jobs.videosChanged([videoId]);
  }
  at.biggo.set("v1", { description: "typed since", access: "public" });
  const undo = jobs.undo(id);
  await turn();
  at.answer(0);
  jobs.videosChanged(["v0"]);
  expect(jobs.items(undo.id).map(({ state }) => state)).toEqual(["done", "unchanged"]);
  expect([at.biggo.get("v0")?.description, at.biggo.get("v1")?.description]).toEqual(["text 0", "typed since"]);
  expect(() => jobs.undo(id)).toThrow();
});

it("undoes the rest of what an undo was stopped in, and never tries again what was taken back", async () => {
  const at = world(8);
  at.refusing.add("v7");
  const { jobs } = open(at.library, newDatabase());
  const drain = async () => {
    for (let videoId = at.answer(0); videoId !== null; videoId = at.answer(0)) {
      jobs.videosChanged([videoId]);
      await turn();
    }
  };
  const { id } = jobs.start({ kind: "access", access: "private" }, [...at.biggo.keys()]);
  await turn();
  await drain();
  const first = jobs.undo(id);
  await turn();
  jobs.cancel(first.id);
  await drain();
  expect(jobs.list().find((job) => job.id === id)).toMatchObject({ undoable: true, counts: { failed: 0 } });
  jobs.undo(id);
  await turn();
  await drain();
  expect([...at.biggo.values()].every(({ access }) => access === "public")).toBe(true);
  expect(at.pending.size).toBe(0);
  jobs.retry(id);
  await turn();
  expect(at.pending.size).toBe(0);
});

it("gives up on a video that fails again and again, and goes on with the others meanwhile", async () => {
  const at = world(6);
  const broken = new BigGoError("server", "500");
  const library = {
    ...at.library,
    remove: async (videoId: string) => {
      if (videoId === "v0") throw broken;
      at.biggo.delete(videoId);
    },
  };
  const clock = { ms: 5000 };
  const { jobs, pass } = open(library, newDatabase(), clock);
  const { id } = jobs.start({ kind: "delete" }, [...at.biggo.keys()]);
  clock.ms = 50_000;
  for (let round = 0; round < 12; round += 1) {
    pass();
    await turn();
  }
  expect(jobs.items(id).map(({ state }) => state)).toEqual(["failed", "done", "done", "done", "done", "done"]);
});

it("ends right, and is undone whole, whenever the app is killed", async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("answer" as const), at: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("kill" as const), at: fc.constantFrom(0, 1, 2) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("retry" as const), at: fc.constant(0) }) },
  );
  const run = async (steps: { kind: "answer" | "kill" | "retry"; at: number }[], bad: number[]) => {
    const at = world(9);
    for (const place of bad) at.refusing.add(`v${place}`);
    const before = new Map(at.biggo);
    const database = newDatabase();
    let { jobs, pass } = open(at.library, database);
    const restart = () => {
      jobs.stop();
      at.crashNext(null);
      ({ jobs, pass } = open(at.library, database));
      jobs.resume();
    };
    const answerOne = async (place: number) => {
      const videoId = at.answer(place);
      if (videoId !== null) jobs.videosChanged([videoId]);
      await turn();
      return videoId;
    };
    const finish = async () => {
      restart();
      await turn();
      while ((await answerOne(0)) !== null) pass();
    };
    const { id } = jobs.start({ kind: "access", access: "private" }, [...at.biggo.keys()]);
    for (const { kind, at: place } of steps) {
      if (kind === "answer") await answerOne(place);
      else if (kind === "retry") jobs.retry(id);
      else {
        // In the middle of a video: after its item was stored, before or after its edit was.
        at.crashNext(place === 0 ? null : place === 1 ? "before" : "after");
        await answerOne(0);
        restart();
        await turn();
      }
    }
    await finish();
    for (const { videoId, state } of jobs.items(id)) {
      expect([videoId, state]).toEqual([videoId, at.refusing.has(videoId) ? "failed" : "done"]);
      expect(at.biggo.get(videoId)?.access).toBe(state === "done" ? "private" : "public");
    }
    jobs.undo(id);
    await finish();
    expect(at.biggo).toEqual(before);
    expect(at.pending.size).toBe(0);
    jobs.stop();
    database.close();
  };
  const bad = fc.uniqueArray(fc.nat(8), { maxLength: 3 });
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), bad, run), { numRuns: 100 });
}, 60_000);

it("goes on with a video whose change could not be stored when it was begun", async () => {
  const at = world(2);
  const { edit } = at.library;
  let isFull = true;
  const library: BulkLibrary = {
    ...at.library,
    edit(videoId, patch) {
      if (isFull && videoId === "v0") throw new AppError("disk-full", "", { retryable: true });
      edit(videoId, patch);
    },
  };
  const { jobs, pass } = open(library, newDatabase());
  jobs.start({ kind: "access", access: "private" }, ["v0", "v1"]);
  await turn();
  isFull = false;
  pass();
  await turn();
  for (let videoId = at.answer(0); videoId !== null; videoId = at.answer(0)) jobs.videosChanged([videoId]);
  expect(jobs.list()[0]?.counts).toMatchObject({ done: 2, running: 0 });
});
