import { openSync, truncateSync, writeSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, type TestContext } from "vitest";
import { onUploads, type UploadFixture } from "../../main/app/uploads.test-harness.ts";
import { mountSmallDisk } from "./small-disk.ts";

/** A limit of SQLite's pages would not do instead: a commit that needs no further page is stored, and the file is sent. */
export async function diskFull(at: UploadFixture, context: TestContext): Promise<void> {
  const disk = await mountSmallDisk(8);
  if (disk === null) return context.skip("Only root may mount a small disk");
  const other = await at.openOther({ folder: disk.folder });
  const { engine } = other.workspace;
  try {
    await at.fault({ kind: "slow-read", bytesPerSecond: 3_000_000, match: onUploads });
    const [first = "", second = ""] = await other.add(
      await at.newFile("first.mp4", 6_000_000),
      await at.newFile("second.mp4"),
    );
    await other.until(first, "sending");
    engine.pause(second);
    disk.fill();
    const typing = () => {
      for (let typed = 0; typed < 500; typed += 1) {
        const patch = { title: `title ${typed}`, description: "x".repeat(4000) };
        engine.edit(second, patch);
      }
    };
    expect(typing).toThrow(expect.objectContaining({ value: expect.objectContaining({ code: "disk-full" }) }));
    const kept = other.upload(second).details.title;
    expect(engine.holds().storage).toBe("full");
    // The last bytes never go without their commit, so nothing arrives while the disk is full.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await at.videosNamed("first.mp4")).toEqual([]);
    expect(engine.holds().storage).toBe("full");
    disk.free();
    await other.until(first, "complete");
    expect(engine.holds().storage).toBeNull();
    expect(other.upload(second).details.title).toBe(kept);
    await other.reopen();
    expect(other.upload(second).details.title).toBe(kept);
  } finally {
    await other.close();
    await disk.unmount();
  }
}

const rowsInFile = (path: string) => {
  const database = new DatabaseSync(path, { readOnly: true });
  const count = Number(database.prepare("SELECT count(*) AS n FROM upload").get()?.n);
  database.close();
  return count;
};

function spoil(path: string, id: string): void {
  const database = new DatabaseSync(path);
  database.prepare("UPDATE upload SET state = 'no state at all' WHERE id = ?").run(id);
  database.close();
}

/** Fills a queue, damages its file while the app is closed, and reopens it. */
async function damage(
  at: UploadFixture,
  how: (path: string, bytes: number) => void,
): Promise<{ kept: number; all: number }> {
  const other = await at.openOther({});
  try {
    other.workspace.engine.pauseQueue(true);
    // Enough rows that the empty tables at the start of the file are the smaller part.
    const paths = await Promise.all(Array.from({ length: 120 }, (_, index) => at.newFile(`kept ${index}.mp4`)));
    const ids = await other.add(...paths);
    for (const id of ids) {
      const patch = { description: "x".repeat(3000) };
      other.workspace.engine.edit(id, patch);
    }
    const path = other.databasePath();
    await other.reopen(async () => {
      // The first row can be read but is malformed: it stays in the file that is set aside.
      spoil(path, ids[0] ?? "");
      how(path, (await stat(path)).size);
    });
    const rows = other.workspace.engine.rows();
    expect(other.workspace.notices.get()).toMatchObject({ kind: "salvaged", uploads: rows.length });
    expect((await readdir(dirname(path))).some((name) => name.includes(".broken-"))).toBe(true);
    // The lost pages are unknown, so what may have been sent is reconciled first.
    for (const row of rows) expect(row).toMatchObject({ uncertainBefore: true });
    other.workspace.notices.dismiss();
    // The malformed row was copied, is left out, and is reported by itself.
    expect(other.workspace.notices.get()).toMatchObject({ kind: "unreadable", uploads: 1 });
    other.workspace.notices.dismiss();
    await other.reopen();
    expect(other.workspace.notices.get()).toBeNull();
    expect(other.workspace.engine.rows()).toHaveLength(rows.length);
    return { kept: rows.length, all: ids.length };
  } finally {
    await other.close();
  }
}

async function writtenByNewerVersion(at: UploadFixture): Promise<void> {
  const other = await at.openOther({});
  try {
    other.workspace.engine.pauseQueue(true);
    const [id = ""] = await other.add(await at.newFile("newer.mp4"));
    const path = other.databasePath();
    await other.reopen(() => {
      const newer = new DatabaseSync(path);
      newer.exec("ALTER TABLE upload ADD COLUMN mood TEXT; PRAGMA user_version = 999");
      newer.close();
    });
    const { engine } = other.workspace;
    expect(engine.holds().readOnly).toBe(true);
    expect(other.upload(id).fileName).toBe("newer.mp4");
    expect(() => engine.cancel(id)).toThrow(/newer version/);
    expect(rowsInFile(path)).toBe(1);
  } finally {
    await other.close();
  }
}

async function rowWithoutSense(at: UploadFixture): Promise<void> {
  const other = await at.openOther({});
  try {
    other.workspace.engine.pauseQueue(true);
    const [bad = "", good = ""] = await other.add(await at.newFile("bad row.mp4"), await at.newFile("good row.mp4"));
    const path = other.databasePath();
    await other.reopen(() => spoil(path, bad));
    expect(other.workspace.engine.rows().map(({ id }) => id)).toEqual([good]);
    expect(other.workspace.notices.get()).toMatchObject({ kind: "unreadable", uploads: 1 });
    other.workspace.engine.pauseQueue(false);
    await other.until(good, "complete");
    expect(rowsInFile(path)).toBe(2);
  } finally {
    await other.close();
  }
}

async function lockedByAnother(at: UploadFixture): Promise<void> {
  const id = await at.addOne(await at.newFile("locked.mp4"));
  await at.app.until(id, "complete");
  const { engine } = at.app.workspace;
  const lock = new DatabaseSync(at.app.databasePath());
  lock.exec("BEGIN IMMEDIATE");
  const edit = () => engine.edit(id, { title: "while locked" });
  expect(edit).toThrow(expect.objectContaining({ value: expect.objectContaining({ code: "database-locked" }) }));
  expect(engine.holds().storage).toBe("locked");
  const waiting = at.app.add(await at.newFile("after the lock.mp4")).catch((error: unknown) => error);
  expect(await waiting).toMatchObject({ value: { code: "database-locked" } });
  lock.exec("COMMIT");
  lock.close();
  await at.app.eventually("free again", () => engine.holds().storage === null);
  edit();
  expect(at.app.upload(id).details.title).toBe("while locked");
}

export async function databaseTrouble(at: UploadFixture): Promise<void> {
  const corrupt = await damage(at, (path, bytes) => {
    const file = openSync(path, "r+");
    writeSync(file, Buffer.alloc(8192, 0xa5), 0, 8192, Math.floor((bytes * 0.7) / 4096) * 4096);
  });
  expect(corrupt.kept).toBeGreaterThan(corrupt.all - 10);
  const cut = await damage(at, (path, bytes) => truncateSync(path, Math.floor(bytes * 0.7)));
  expect(cut.kept).toBeGreaterThan(cut.all / 3);
  await rowWithoutSense(at);
  await writtenByNewerVersion(at);
  await lockedByAnother(at);
}
