import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
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

it("writes a table whole, and says that it cannot where it cannot", async () => {
  expect(await tables().write(join(folder, "videos.csv"))).toBe(0);
  expect(await readdir(folder)).toEqual(["videos.csv"]);
  const nowhere = join(folder, "no such folder", "videos.csv");
  await expect(tables().write(nowhere)).rejects.toMatchObject({
    value: { code: "file-unwritable", message: "ENOENT", details: { name: "videos.csv" } },
  });
});

it("reads a table without changing anything, and carries out the last one only, once", async () => {
  const path = join(folder, "videos.csv");
  await tables().write(path);
  const at = tables();
  const earlier = await at.read(path);
  const last = await at.read(path);
  expect(last).toMatchObject({ fileName: "videos.csv", rows: 0, plans: [], errors: [] });
  expect(() => at.apply(earlier.importId)).toThrow();
  expect(at.apply(last.importId)).toEqual({ jobId: null, uploads: 0 });
  expect(() => at.apply(last.importId)).toThrow();
});

it("names a table that cannot be read", async () => {
  await expect(tables().read(join(folder, "gone.csv"))).rejects.toMatchObject({
    value: { code: "file-unreadable", details: { name: "gone.csv" } },
  });
  await writeFile(join(folder, "empty.csv"), "");
  expect((await tables().read(join(folder, "empty.csv"))).errors).not.toEqual([]);
});
