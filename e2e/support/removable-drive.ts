import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const driveKinds = ["copied folder", "ext4", "exFAT", "FAT"] as const;
export type DriveKind = (typeof driveKinds)[number];

/** A drive that is plugged in at `path`, and gets another device or other inode numbers each time. */
export interface RemovableDrive {
  readonly path: string;
  /** Plugs it in; `timeZone` is the system's, in which FAT and exFAT times are read. */
  plug(timeZone?: string): void;
  /** Unplugs it, also while files are open. */
  unplug(): void;
  remove(): Promise<void>;
}

const imageMegabytes = 64;

function run(command: string, args: string[], timeZone = "UTC"): string {
  const path = `${process.env.PATH}:/usr/sbin:/sbin`;
  const env = { ...process.env, PATH: path, TZ: timeZone };
  return execFileSync(command, args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** The image on a loop device that it had not before: the last one is occupied meanwhile. */
function loopDevices(image: string, decoy: string) {
  let device: string | null = null;
  return {
    attach() {
      const blocker = device === null ? null : run("losetup", ["-f", "--show", decoy]);
      device = run("losetup", ["-f", "--show", image]);
      if (blocker !== null) run("losetup", ["-d", blocker]);
      return device;
    },
    detach: () => void (device !== null && run("losetup", ["-d", device])),
  };
}

type Mount = Pick<RemovableDrive, "plug" | "unplug">;

/** Inode numbers are assigned in the order of access: another file than the last time comes first. */
function accessInOtherOrder(path: string, turn: number): void {
  for (const name of [".spare-1", ".spare-2"].slice(0, turn % 3)) existsSync(join(path, name));
  readdirSync(path);
}

function createMount(kind: Exclude<DriveKind, "copied folder">, folder: string, path: string): Mount {
  const [image, decoy] = [join(folder, "drive.img"), join(folder, "decoy.img")];
  for (const file of [image, decoy]) run("truncate", ["-s", `${imageMegabytes}M`, file]);
  run({ ext4: "mkfs.ext4", exFAT: "mkfs.exfat", FAT: "mkfs.vfat" }[kind], kind === "ext4" ? ["-q", image] : [image]);
  const loops = loopDevices(image, decoy);
  let turn = 0;
  return {
    plug(timeZone) {
      if (kind === "ext4") run("mount", [loops.attach(), path]);
      if (kind === "exFAT") run("mount.exfat-fuse", [loops.attach(), path], timeZone);
      if (kind === "FAT") run("fusefat", [image, path, "-o", "rw+"], timeZone);
      // FUSE's programs end without an error where they may not open its device.
      if (statSync(path).dev === statSync(folder).dev) throw new Error("nothing was mounted");
      if (turn === 0) for (const name of [".spare-1", ".spare-2"]) run("touch", [join(path, name)]);
      accessInOtherOrder(path, turn++);
    },
    unplug() {
      // The image must be complete, because the next mount reads it while the last one may still be in use.
      run("sync", ["-f", path]);
      // Users other than root end only what they have mounted themselves, and only through FUSE.
      if (process.getuid?.() === 0) run("umount", ["-l", path]);
      else run("fusermount", ["-u", "-z", path]);
      if (kind !== "FAT") loops.detach();
    },
  };
}

/** Without mounts: the files are copied with their times, so they get other inode numbers. */
function createCopiedFolder(path: string): Mount {
  const away = `${path}.off`;
  return {
    plug() {
      if (!existsSync(away)) return;
      rmSync(path, { recursive: true });
      // Node's own copy keeps times to the millisecond only.
      run("cp", ["-a", away, path]);
      // Kept until the copy exists, or the freed inode numbers would be assigned again.
      rmSync(away, { recursive: true });
    },
    unplug() {
      renameSync(path, away);
      mkdirSync(path);
    },
  };
}

/** A drive that is plugged in; or the reason why there is none: no right to mount, or a missing package. */
export async function createRemovableDrive(kind: DriveKind): Promise<RemovableDrive | string> {
  const folder = await mkdtemp(join(tmpdir(), "removable-drive-"));
  const path = join(folder, "drive");
  mkdirSync(path);
  try {
    const mount = kind === "copied folder" ? createCopiedFolder(path) : createMount(kind, folder, path);
    mount.plug();
    return {
      path,
      ...mount,
      async remove() {
        mount.unplug();
        await rm(folder, { recursive: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true });
    return `No ${kind} drive can be mounted here: ${error instanceof Error ? error.message : String(error)}`;
  }
}
