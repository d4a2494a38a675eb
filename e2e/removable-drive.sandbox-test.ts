import { statSync } from "node:fs";
import { open, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import { setupUploadFixture } from "../main/app/uploads.test-harness.ts";
import { makeVideo } from "../sandbox/testing.ts";
import { createRemovableDrive, type DriveKind, driveKinds, type RemovableDrive } from "./support/removable-drive.ts";

const at = setupUploadFixture();
let seed = 660_000;

/** Runs a test on a drive, or skips it with the reason why there is none. */
async function onDrive(kind: DriveKind, context: TestContext, run: (drive: RemovableDrive) => Promise<void>) {
  const drive = await createRemovableDrive(kind);
  if (typeof drive === "string") return context.skip(drive);
  try {
    await run(drive);
  } finally {
    await drive.remove();
  }
}

/** Adds new videos of the drive to a queue that is held. */
async function addHeld({ path }: RemovableDrive, names: readonly string[], sizeBytes = 300_000) {
  at.app.workspace.engine.setSignedOut(true);
  const paths = names.map((name) => join(path, name));
  for (const file of paths) await makeVideo(file, { seed: seed++, sizeBytes });
  const ids = await at.app.add(...paths);
  for (const id of ids) await at.app.until(id, "queued");
  return { paths, ids };
}

const numberOf = (path: string) => {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
};

/** Changes content, and neither size nor file. */
async function overwriteStart(path: string): Promise<void> {
  const handle = await open(path, "r+");
  await handle.write(Buffer.alloc(4096, 7), 0, 4096, 0);
  await handle.close();
}

async function expectUploadedOnce(ids: readonly string[], paths: readonly string[]): Promise<void> {
  for (const id of ids) {
    expect((await at.app.until(id, "complete", "needsFile")).state.phase).toBe("complete");
    expect(at.app.upload(id).attempts).toBe(1);
  }
  for (const path of paths) expect(await at.videosNamed(basename(path))).toHaveLength(1);
}

describe.each(driveKinds)("a drive that is unplugged and plugged in again: %s", (kind) => {
  it("queued files continue without the user, and their new numbers are stored", async (context) => {
    await onDrive(kind, context, async (drive) => {
      const { paths, ids } = await addHeld(drive, [`one ${kind}.mp4`, `two ${kind}.mp4`]);
      const before = paths.map(numberOf);
      drive.unplug();
      drive.plug();
      expect(paths.map(numberOf)).not.toEqual(before);
      at.app.workspace.engine.setSignedOut(false);
      await expectUploadedOnce(ids, paths);
      const stored = ids.map((id) => at.app.workspace.engine.get(id)?.file);
      expect(stored.map((file) => `${file?.device}:${file?.inode}`)).toEqual(paths.map(numberOf));
    });
  });

  it("a file that was missing meanwhile continues, also after a restart", async (context) => {
    await onDrive(kind, context, async (drive) => {
      const { paths, ids } = await addHeld(drive, [`missing ${kind}.mp4`, `also missing ${kind}.mp4`]);
      drive.unplug();
      at.app.workspace.engine.setSignedOut(false);
      for (const id of ids) expect((await at.app.until(id, "needsFile")).state).toMatchObject({ reason: "missing" });
      await at.app.reopen(() => drive.plug());
      for (const id of ids) await at.app.until(id, "complete");
      for (const path of paths) expect(await at.videosNamed(basename(path))).toHaveLength(1);
    });
  });

  it("a file is sent to the end when its drive is replugged meanwhile", async (context) => {
    await onDrive(kind, context, async (drive) => {
      const { paths, ids } = await addHeld(drive, [`sending ${kind}.mp4`], 6_000_000);
      await at.fault({ kind: "slow-read", bytesPerSecond: 6_000_000 });
      at.app.workspace.engine.setSignedOut(false);
      for (const id of ids) await at.app.until(id, "sending");
      drive.unplug();
      drive.plug();
      for (const id of ids) await at.app.until(id, "complete");
      for (const path of paths) expect(await at.videosNamed(basename(path))).toHaveLength(1);
    });
  });

  it("other content of the same size and time is still a changed file", async (context) => {
    await onDrive(kind, context, async (drive) => {
      const { paths, ids } = await addHeld(drive, [`other ${kind}.mp4`]);
      drive.unplug();
      drive.plug();
      for (const path of paths) {
        const { mtime } = await stat(path);
        await overwriteStart(path);
        await utimes(path, mtime, mtime);
      }
      at.app.workspace.engine.setSignedOut(false);
      for (const id of ids) expect((await at.app.until(id, "needsFile")).state).toMatchObject({ reason: "changed" });
    });
  });
});

describe("a drive that stores times coarsely or in local time", () => {
  it("files continue when the time zone has shifted their times", async (context) => {
    await onDrive("FAT", context, async (drive) => {
      const { paths, ids } = await addHeld(drive, ["shifted.mp4", "also shifted.mp4"]);
      const before = await Promise.all(paths.map((path) => stat(path)));
      drive.unplug();
      drive.plug("Asia/Kathmandu");
      const after = await Promise.all(paths.map((path) => stat(path)));
      expect(after.map(({ mtimeMs }) => mtimeMs)).not.toEqual(before.map(({ mtimeMs }) => mtimeMs));
      at.app.workspace.engine.setSignedOut(false);
      await expectUploadedOnce(ids, paths);
    });
  });

  it("a file continues when FAT has rounded its time", async (context) => {
    await onDrive("FAT", context, async (fat) => {
      const [path, twin] = [await at.newFile("rounded.mp4"), join(fat.path, "rounded.mp4")];
      at.app.workspace.engine.setSignedOut(true);
      const id = await at.addOne(path);
      await writeFile(twin, await readFile(path));
      const { mtime } = await stat(path);
      await utimes(twin, mtime, mtime);
      const rounded = (await stat(twin)).mtime;
      expect(rounded.getTime() % 2000).toBe(0);
      await utimes(path, rounded, rounded);
      at.app.workspace.engine.setSignedOut(false);
      await expectUploadedOnce([id], [path]);
    });
  });
});
