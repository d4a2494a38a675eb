import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTables } from "./tables.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tables-"));
});
afterEach(() => rm(folder, { recursive: true }));

const tables = () =>
  createTables({
    rows: () => [],
    productFinder: () => async () => null,
    describe: () => ({ before: {}, after: {} }),
    apply: () => null,
  });

describe("createTables", () => {
  it("writes a table atomically and reports why it cannot", async () => {
    expect(await tables().write(join(folder, "videos.csv"))).toBe(0);
    expect(await readdir(folder)).toEqual(["videos.csv"]);
    const missingFolder = join(folder, "no such folder", "videos.csv");
    await expect(tables().write(missingFolder)).rejects.toMatchObject({
      value: { code: "file-unwritable", message: "ENOENT", details: { name: "videos.csv" } },
    });
  });

  it("applies only the table that was read last, and only once", async () => {
    const path = join(folder, "videos.csv");
    await tables().write(path);
    const importer = tables();
    const first = await importer.read(path);
    const last = await importer.read(path);
    expect(last).toMatchObject({ fileName: "videos.csv", rows: 0, plans: [], errors: [] });
    expect(() => importer.apply(first.importId)).toThrow();
    expect(importer.apply(last.importId)).toEqual({ jobId: null, uploads: 0 });
    expect(() => importer.apply(last.importId)).toThrow();
  });

  it("names a file that cannot be read", async () => {
    await expect(tables().read(join(folder, "gone.csv"))).rejects.toMatchObject({
      value: { code: "file-unreadable", details: { name: "gone.csv" } },
    });
    await writeFile(join(folder, "empty.csv"), "");
    expect((await tables().read(join(folder, "empty.csv"))).errors).not.toEqual([]);
  });
});
