import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { basename } from "node:path";

/** `O_ACCMODE`: the bits of a descriptor's flags that say how it was opened; 0 is read only. */
const accessMode = 0o3;

/** How long the list of open files is used, ms: many files settle at the same time. */
const freshMs = 1000;

/** The file names of a process's descriptors; empty for one that ended or may not be examined. */
async function openedBy(pid: string): Promise<{ descriptor: string; fileName: string }[]> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  const opened = [];
  for (const descriptor of descriptors) {
    const target = await readlink(`${folder}/${descriptor}`).catch(() => "");
    // Sockets, pipes and the like have no path.
    if (target.startsWith("/")) opened.push({ descriptor: `${pid}/${descriptor}`, fileName: basename(target) });
  }
  return opened;
}

async function scan(): Promise<Map<string, string[]>> {
  const descriptors = new Map<string, string[]>();
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  for (const pid of pids) {
    for (const { descriptor, fileName } of await openedBy(pid)) {
      descriptors.set(fileName, [...(descriptors.get(fileName) ?? []), descriptor]);
    }
  }
  return descriptors;
}

async function isWriting(descriptor: string): Promise<boolean> {
  const [pid, number] = descriptor.split("/");
  const info = await readFile(`/proc/${pid}/fdinfo/${number}`, "utf8").catch(() => "");
  const flags = /^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? "0";
  return (Number.parseInt(flags, 8) & accessMode) !== 0;
}

/**
 * Creates the question whether a process of this user has a file open for writing, from Linux's `/proc`. The open files
 * are listed at most once a second; only those of the same name are examined further, by device and inode, because a
 * program in a container may see the file under another path. Rejects when `/proc` cannot be read.
 */
export function createWriterScan(monotonicNow = () => performance.now()): (path: string) => Promise<boolean> {
  let last: { atMs: number; descriptors: Promise<Map<string, string[]>> } | null = null;
  const list = () => {
    if (last === null || monotonicNow() - last.atMs > freshMs) last = { atMs: monotonicNow(), descriptors: scan() };
    return last.descriptors;
  };
  return async (path) => {
    const { dev, ino } = await stat(path, { bigint: true });
    for (const descriptor of (await list()).get(basename(path)) ?? []) {
      const opened = await stat(`/proc/${descriptor.replace("/", "/fd/")}`, { bigint: true }).catch(() => null);
      if (opened?.dev === dev && opened.ino === ino && (await isWriting(descriptor))) return true;
    }
    return false;
  };
}
