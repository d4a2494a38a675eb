import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, type TestContext } from "vitest";
import { openWatchedFolders } from "../main/app/watched-folders.test-harness.ts";
import { createRemovableDrive, type DriveKind, driveKinds } from "./support/removable-drive.ts";

const choices = { access: "public", stayPrivate: false, templateId: null } as const;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watched-drive-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A watched drive with two videos from before it was watched, which must never be offered. */
async function watchDrive(kind: DriveKind, context: TestContext) {
  const drive = await createRemovableDrive(kind);
  if (typeof drive === "string") return context.skip(drive);
  mkdirSync(join(drive.path, "trip"));
  for (const name of ["trip/old.mp4", "older.mp4"]) writeFileSync(join(drive.path, name), `film ${name}`);
  const offered: string[] = [];
  const recognised = new Set<string>();
  const watch = openWatchedFolders(folder, {
    async offer(path) {
      offered.push(basename(path));
      return "added";
    },
    moved: async (path) => void recognised.add(basename(path)),
  });
  await watch.folders.add(drive.path, choices, false);
  return { drive, watch, offered, recognised };
}

describe.each(driveKinds)("a watched drive that is unplugged and plugged in again: %s", (kind) => {
  it("offers no file twice, whatever its numbers and its time are then, and new ones once", async (context) => {
    const { drive, watch, offered, recognised } = await watchDrive(kind, context);
    try {
      writeFileSync(join(drive.path, "new.mp4"), "a new film");
      await watch.until(() => offered.length === 1);
      const before = statSync(join(drive.path, "older.mp4"));
      for (const zone of ["UTC", "Asia/Taipei", "Asia/Kathmandu"]) {
        drive.unplug();
        await watch.forSeconds(150);
        recognised.clear();
        drive.plug(zone);
        await watch.until(() => recognised.size === 3);
      }
      const after = statSync(join(drive.path, "older.mp4"));
      // A drive that changed nothing would prove nothing.
      expect([after.ino, after.dev, after.mtimeMs]).not.toEqual([before.ino, before.dev, before.mtimeMs]);
      // Renamed after it was renumbered: still the same file. (fusefat sets the time of a renamed file, which is a write.)
      if (kind !== "FAT") renameSync(join(drive.path, "trip", "old.mp4"), join(drive.path, "renamed.mp4"));
      writeFileSync(join(drive.path, "newer.mp4"), "another new film");
      await watch.until(() => offered.includes("newer.mp4"));
      await watch.forSeconds(150);
      expect(offered).toEqual(["new.mp4", "newer.mp4"]);
    } finally {
      await watch.close();
      await drive.remove();
    }
  });
});
