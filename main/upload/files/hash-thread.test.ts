import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHashThread, type HashThread } from "./hash-thread.ts";

let folder: string;
let thread: HashThread;
/** Many gigabytes that occupy no space: seconds to read. */
let large: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hash-thread-"));
  large = join(folder, "large.mp4");
  writeFileSync(large, "");
  truncateSync(large, 64 * 1024 ** 3);
  thread = createHashThread();
});
afterEach(async () => {
  await thread.stop();
  rmSync(folder, { recursive: true, force: true });
});

const workers = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;

describe("createHashThread", () => {
  it("hashes a file, and reports null for one that cannot be read", async () => {
    const path = join(folder, "a.mp4");
    writeFileSync(path, "film");
    expect(await thread.hashFile(path)).toBe(createHash("sha256").update("film").digest("hex"));
    expect(await thread.hashFile(join(folder, "none.mp4"))).toBeNull();
  });

  it("reports how far a long reading is, and ends it when it is aborted", async () => {
    const aborting = new AbortController();
    const reported: number[] = [];
    const reading = thread.hashFile(large, {
      signal: aborting.signal,
      onBytes(bytes) {
        reported.push(bytes);
        if (reported.length === 2) aborting.abort();
      },
    });
    expect(await reading).toBeNull();
    expect(reported[0]).toBeGreaterThan(0);
    expect(reported[1]).toBeGreaterThan(reported[0] ?? 0);
    expect(await thread.hashFile(large, { signal: AbortSignal.abort() })).toBeNull();
  });

  it("hashes other files while a long one is read", async () => {
    const aborting = new AbortController();
    const reading = thread.hashFile(large, { signal: aborting.signal });
    const path = join(folder, "short.mp4");
    writeFileSync(path, "film");
    expect(await thread.hashFile(path)).not.toBeNull();
    aborting.abort();
    expect(await reading).toBeNull();
  });

  it("leaves no thread behind when it is stopped while it reads, and answers null from then on", async () => {
    const before = workers();
    const reading = thread.hashFile(large);
    const growing = thread.begin();
    expect(workers()).toBeGreaterThan(before);
    await thread.stop();
    expect(await reading).toBeNull();
    expect(await growing.digest()).toBeNull();
    growing.end();
    expect(await thread.hashFile(large)).toBeNull();
    expect(workers()).toBe(before);
  });
});
