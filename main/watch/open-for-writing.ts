import { execFile } from "node:child_process";
import { open, stat } from "node:fs/promises";
import { isRemoteFolder } from "./remote-folders.ts";
import { createWriterScan } from "./writer-scan.ts";

/** Whether another program has a file open for writing, as far as the system says. */
export type OpenForWriting = "yes" | "no" | "unknown";

/** A drive that does not respond must not delay the other files, ms. */
const timeoutMs = 5000;

/**
 * libuv's `UV_FS_O_EXLOCK`, which Node passes through and does not name: opens with share mode 0, which fails while any
 * other handle is open, on this computer or, over SMB, on another one.
 */
const exclusive = 0x1000_0000;

async function askWindows(path: string): Promise<OpenForWriting> {
  try {
    const handle = await open(path, exclusive);
    await handle.close();
    return "no";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EBUSY" ? "yes" : "unknown";
  }
}

/**
 * Whether `lsof -F a` lists an access mode that writes (`w`, or `u` for both). It exits with 1 when no process has the
 * file open.
 */
function askLsof(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile("/usr/sbin/lsof", ["-b", "-w", "-F", "a", "--", path], { timeout: timeoutMs }, (error, stdout) => {
      if (error === null || error.code === 1) resolve(/^a[wu]/m.test(stdout));
      else reject(error);
    });
  });
}

/** A process of another user cannot be examined, and it is the likely writer of that user's file. */
async function isOwnFile(path: string): Promise<boolean> {
  const uid = process.getuid?.();
  return uid === 0 || (await stat(path)).uid === uid;
}

/**
 * Creates the question whether another program has a file open for writing. "unknown" on a folder of another computer
 * (except on Windows, where its server answers), for a file of another user, and where the system does not say. Never
 * rejects.
 */
export function createOpenForWriting(platform = process.platform): (path: string) => Promise<OpenForWriting> {
  if (platform === "win32") return askWindows;
  const isWritten = platform === "darwin" ? askLsof : platform === "linux" ? createWriterScan() : null;
  return async (path) => {
    try {
      if (isWritten === null) return "unknown";
      if (await isWritten(path)) return "yes";
      // A "no" only holds for programs that this process may examine.
      return (await isRemoteFolder(path, platform)) || !(await isOwnFile(path)) ? "unknown" : "no";
    } catch {
      return "unknown";
    }
  };
}
