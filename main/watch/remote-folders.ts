import { execFile } from "node:child_process";
import { readFile, realpath } from "node:fs/promises";

/** File systems whose files another computer, or the host of a virtual machine, may be writing. */
const remoteTypes =
  /^(nfs4?|cifs|smb3|smbfs|afpfs|webdav|9p|afs|ceph|virtiofs|vboxsf|vmhgfs|prl_fs|ftp|fuse\.(?!.*(exfat|ntfs|fat|ext)).*)$/;

const timeoutMs = 5000;

interface MountPoint {
  path: string;
  type: string;
}

/** `/proc/self/mountinfo`: the mount point is the fifth field, and the type follows the hyphen; see proc(5). */
export function parseMountInfo(text: string): MountPoint[] {
  return text.split("\n").flatMap((line) => {
    const [mount = "", source = ""] = line.split(" - ");
    const [path, type] = [mount.split(" ")[4], source.split(" ")[0]];
    // A blank, tab, line break and backslash are written as octal numbers.
    const decode = (escaped: string) =>
      escaped.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)));
    return path === undefined || type === undefined ? [] : [{ path: decode(path), type }];
  });
}

/** macOS's `mount`: one `source on path (type, option, …)` a line. */
export function parseMountList(text: string): MountPoint[] {
  return text.split("\n").flatMap((line) => {
    const [, path, type] = /^.* on (\/.*) \(([^,)]+)/.exec(line) ?? [];
    return path === undefined || type === undefined ? [] : [{ path, type }];
  });
}

function listOnMac(): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("/sbin/mount", { timeout: timeoutMs }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });
}

/** Whether the last of the longest mount points that contain a path has a remote type. */
export function isOnRemoteMount(path: string, mounts: readonly MountPoint[]): boolean {
  let nearest: MountPoint | undefined;
  for (const mount of mounts) {
    const prefix = mount.path.endsWith("/") ? mount.path : `${mount.path}/`;
    // Of two mounts at the same point, the later one covers the earlier.
    if (path.startsWith(prefix) && mount.path.length >= (nearest?.path.length ?? 0)) nearest = mount;
  }
  return nearest !== undefined && remoteTypes.test(nearest.type);
}

/** Whether a file is on a drive that another computer may write to. Rejects when the mounts cannot be listed. */
export async function isRemoteFolder(path: string, platform: NodeJS.Platform): Promise<boolean> {
  const mounts =
    platform === "darwin"
      ? parseMountList(await listOnMac())
      : parseMountInfo(await readFile("/proc/self/mountinfo", "utf8"));
  return isOnRemoteMount(await realpath(path), mounts);
}
