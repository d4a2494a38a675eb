import { describe, it } from "vitest";
import * as disk from "./upload-table/disk-rows.ts";
import { longRowMs, setupTableFixture } from "./upload-table/table-fixture.test-harness.ts";
import { twoInstances } from "./upload-table/two-instances.ts";

const { at, newFolder } = setupTableFixture();

describe("upload table: disk, database and instances → reaction", () => {
  it("disk full while committing → last good state kept, held, recovers automatically", (context) =>
    disk.diskFull(at, context));
  it(
    "database corrupt, truncated, newer, locked → salvaged and reported; read only; waited for",
    () => disk.databaseTrouble(at),
    longRowMs,
  );
  it(
    "two instances started at once → one owns the queue, the other hands over and ends",
    () => twoInstances(at.sandbox, newFolder),
    240_000,
  );
});
