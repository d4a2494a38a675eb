import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BigGoError } from "../biggo/biggo-error.ts";
import { openDatabase } from "../database/open-database.ts";
import { createSimClock } from "../foundation/sim-clock.ts";
import { createDeletions } from "./deletions.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deletions-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
