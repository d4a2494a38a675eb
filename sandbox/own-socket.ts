import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The longest address of a Unix domain socket on macOS; Linux allows four bytes more (`sockaddr_un`). */
const maxPathBytes = 103;

/** A place for a socket, and how to remove it. */
export interface OwnSocket {
  readonly path: string;
  readonly remove: () => void;
}

/**
 * A new address for a socket that only this user can reach: in `dir`, or where that is too long, in a new folder for
 * temporary files. What earlier runs left in `dir` is removed.
 */
export function createOwnSocket(dir: string): OwnSocket {
  const folder = join(dir, "run");
  rmSync(folder, { recursive: true, force: true });
  const name = randomBytes(4).toString("hex");
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= maxPathBytes) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
  }
  // mkdtemp makes it for this user alone (0700).
  const other = mkdtempSync(join(tmpdir(), "biggo-"));
  return { path: join(other, name), remove: () => rmSync(other, { recursive: true, force: true }) };
}
