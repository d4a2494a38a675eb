import { chmodSync, chownSync, linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notRegular, within } from "./not-regular.test-harness.ts";
import { openRegular, readOwnFileSync, readRegularFile } from "./regular-file.ts";

let folder: string;
let path: string;
const cleanups: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "regular-"));
  path = join(folder, "file.json");
});
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  rmSync(folder, { recursive: true });
});

const bounds = { maxBytes: 1000 };
const kinds = Object.keys(notRegular);
const put = (kind: string) => {
  const cleanup = notRegular[kind]?.(path);
  if (cleanup !== undefined) cleanups.push(cleanup);
};

describe("a file that is read by its name", () => {
  it.each(kinds)("is never %s, and is refused at once", async (kind) => {
    put(kind);
    await expect(within(readRegularFile(path, bounds))).rejects.toThrow();
    if (kind !== "a file of 5 GB") await expect(within(openRegular(path))).rejects.toThrow();
    expect(() => readOwnFileSync(path, 1000)).toThrow();
  });

  it("is read completely up to its bound, and refused beyond it", async () => {
    for (const [size, fits] of [
      [0, true],
      [1000, true],
      [1001, false],
    ] as const) {
      writeFileSync(path, "x".repeat(size));
      const text = readRegularFile(path, bounds).then(String);
      if (!fits) await expect(text).rejects.toMatchObject({ code: "too-large" });
      else expect(await text).toHaveLength(size);
      if (!fits) expect(() => readOwnFileSync(path, 1000)).toThrow(/too-large/);
      else expect(readOwnFileSync(path, 1000)).toHaveLength(size);
    }
  });

  it("may be one of the system's that says no size", async () => {
    expect((await readRegularFile("/proc/self/mountinfo", { maxBytes: 1024 * 1024 })).length).toBeGreaterThan(0);
    await expect(readRegularFile("/proc/self/mountinfo", { maxBytes: 10 })).rejects.toMatchObject({
      code: "too-large",
    });
  });

  it("ends in time on a drive that does not respond", async () => {
    writeFileSync(path, "x");
    vi.useFakeTimers();
    const reading = readRegularFile(path, { ...bounds, timeoutMs: 5000 });
    // Before the system has answered anything.
    vi.advanceTimersByTime(5000);
    vi.useRealTimers();
    await expect(reading).rejects.toMatchObject({ code: "too-slow" });
  });

  it("is not reached through a link where links are refused", async () => {
    writeFileSync(join(folder, "target"), "x");
    symlinkSync(join(folder, "target"), path);
    expect(String(await readRegularFile(path, bounds))).toBe("x");
    await expect(readRegularFile(path, { ...bounds, refuseLinks: true })).rejects.toMatchObject({
      code: "not-regular",
    });
    expect(() => readOwnFileSync(path, 1000)).toThrow(/not-regular/);
  });

  it("is not another user's where it is the app's own, also through a hard link", () => {
    const foreign = join(folder, "foreign");
    writeFileSync(foreign, "x");
    linkSync(foreign, path);
    chmodSync(path, 0o644);
    if (process.getuid?.() === 0) chownSync(path, 12345, 12345);
    const own = process.geteuid?.() ?? 0;
    vi.spyOn(process, "geteuid").mockReturnValue(own === 0 ? 1000 : own + 1);
    expect(() => readOwnFileSync(path, 1000)).toThrow(/foreign/);
    vi.restoreAllMocks();
  });
});
