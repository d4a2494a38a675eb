import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";

/** Ways to put something else under a file's name; each returns what removes what it left running. */
export const notRegular: Readonly<Record<string, (path: string) => undefined | (() => void)>> = {
  "a pipe": (path) => void execFileSync("mkfifo", [path]),
  "a link to a pipe": (path) => {
    execFileSync("mkfifo", [`${path}.pipe`]);
    symlinkSync(`${path}.pipe`, path);
    return undefined;
  },
  "a link to /dev/zero": (path) => void symlinkSync("/dev/zero", path),
  "a link to itself": (path) => void symlinkSync(path, path),
  "a folder": (path) => void mkdirSync(path),
  "a socket": (path) => {
    const server: Server = createServer().listen(path);
    return () => void server.close();
  },
  "a file of 5 GB": (path) => {
    writeFileSync(path, "");
    truncateSync(path, 5 * 1024 ** 3);
    return undefined;
  },
};

/** Rejects when work does not end in time, as the reading of a pipe does not. */
export async function within<T>(work: Promise<T>, ms = 3000): Promise<T> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`not within ${ms} ms`)), ms).unref(),
  );
  return await Promise.race([work, late]);
}
