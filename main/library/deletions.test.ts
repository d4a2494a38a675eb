import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BigGoError } from "../biggo/biggo-error.ts";
import { openDatabase } from "../database/open-database.ts";
import { storageError } from "../database/storage-failure.ts";
import { createSimClock } from "../foundation/sim-clock.ts";
import { createDeletions } from "./deletions.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deletions-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ["a certificate that is not trusted", new BigGoError("tls", "CERT_HAS_EXPIRED")],
  ["a key that is refused for now", new BigGoError("unauthorised", "HTTP 401", { httpStatus: 401 })],
  ["a gateway's page", new BigGoError("not-biggo", "HTTP 403", { httpStatus: 403 })],
])("keeps a deletion that %s stops", async (_, error) => {
  const clock = createSimClock();
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  const deleted: string[] = [];
  const failed: string[][] = [];
  let asked = 0;
  const deletions = createDeletions({
    database,
    async removeOnBigGo() {
      asked += 1;
      if (asked < 3) throw error;
    },
    now: clock.now,
    after: clock.after,
    onDeleted: (videoId) => deleted.push(videoId),
    onRestored: () => {},
    onFailed: (videoIds) => failed.push(videoIds),
  });
  deletions.schedule(["v"]);
  while (deleted.length === 0 && (await clock.step())) expect(failed).toEqual([]);
  deletions.stop();
  database.close();
  expect(deleted).toEqual(["v"]);
});

it("finishes a deletion whose row in the queue could not be removed at first", async () => {
  const clock = createSimClock();
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  let tries = 0;
  const deletions = createDeletions({
    database,
    removeOnBigGo: async () => {},
    now: clock.now,
    after: clock.after,
    onDeleted() {
      tries += 1;
      if (tries === 1) throw storageError("full");
    },
    onRestored: () => {},
    onFailed: () => {},
  });
  deletions.schedule(["v"]);
  while (await clock.step()) expect(tries).toBeLessThan(3);
  expect(tries).toBe(2);
  expect(deletions.hidden()).toEqual(new Set());
  database.close();
});

it("asks less and less often while BigGo gives no clear answer to a deletion, and never gives up", async () => {
  const clock = createSimClock();
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  const askedAtMs: number[] = [];
  const deletions = createDeletions({
    database,
    async removeOnBigGo() {
      askedAtMs.push(clock.trueMs());
      throw new BigGoError("server", "HTTP 500", { httpStatus: 500 });
    },
    now: clock.now,
    after: clock.after,
    onDeleted: () => {},
    onRestored: () => {},
    onFailed: () => {},
  });
  deletions.schedule(["v"]);
  while (askedAtMs.length < 10) await clock.step();
  deletions.stop();
  database.close();
  const waits = askedAtMs.slice(1).map((atMs, index) => (atMs - (askedAtMs[index] ?? 0)) / 1000);
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900]);
});
