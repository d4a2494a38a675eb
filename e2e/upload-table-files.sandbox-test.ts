import { describe, it } from "vitest";
import * as files from "./upload-table/file-rows.ts";
import { longRowMs, setupTableFixture } from "./upload-table/table-fixture.test-harness.ts";

const { at } = setupTableFixture();

describe("upload table: a file → reaction", () => {
  it(
    "file missing, on a removed drive, a directory, a loop, empty → waits for it, others continue",
    () => files.fileIsAway(at),
    longRowMs,
  );
  it("file truncated, grown, replaced, touched while sending → stopped before the last byte", () =>
    files.fileChanges(at));
  it(
    "sparse file beyond 32 bits → correct lengths, flat memory, responsive event loop",
    () => files.hugeFile(at),
    300_000,
  );
  it(
    "names with quotes, newline, backslash, emoji, 開箱, 255 bytes, not UTF-8 → as they are, or refused",
    () => files.namesArrive(at),
    longRowMs,
  );
});
