import { describe, expect, it } from "vitest";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createFileChecks } from "./file-checks.ts";
import { FileProblem } from "./file-problem.ts";

/** File checks on two drives; the "hung" one only responds when the test calls `respond`. */
function setup() {
  const checked: string[] = [];
  const timers = new Set<() => void>();
  const pending: (() => void)[] = [];
  const check = createFileChecks({
    check({ file }) {
      checked.push(file.path);
      return file.device === "hung"
        ? new Promise((resolve) => pending.push(() => resolve(file)))
        : Promise.resolve(file);
    },
    clock: {
      after(_ms, run) {
        timers.add(run);
        return () => timers.delete(run);
      },
    },
  });
  const file = (path: string, device: string) => ({ ...sampleRow().file, path, device });
  const runAll = (runs: Iterable<() => void>) => {
    for (const run of runs) run();
  };
  return {
    checked,
    check: (path: string, device: string) => check({ file: file(path, device), fingerprint: "", contentHash: null }),
    runTimers: () => runAll([...timers]),
    respond: () => runAll(pending.splice(0)),
    timers,
  };
}

describe("createFileChecks", () => {
  it("continues with other drives when one does not respond, and stops accessing it", async () => {
    const fixture = setup();
    const hung = Promise.allSettled([
      fixture.check("/nas/a", "hung"),
      fixture.check("/nas/b", "hung"),
      fixture.check("/nas/c", "hung"),
    ]);
    const other = fixture.check("/home/d", "disk");
    await new Promise(setImmediate);
    expect(fixture.checked).toEqual(["/nas/a", "/nas/b"]);
    fixture.runTimers();
    for (const result of await hung)
      expect(result).toMatchObject({ status: "rejected", reason: { reason: "unreadable" } });
    await other;
    expect(fixture.checked).toEqual(["/nas/a", "/nas/b", "/home/d"]);
    await expect(fixture.check("/nas/a", "hung")).rejects.toBeInstanceOf(FileProblem);
    expect(fixture.checked).toHaveLength(3);
  });

  it("accesses a drive again once it has responded", async () => {
    const fixture = setup();
    const first = fixture.check("/nas/a", "hung");
    fixture.runTimers();
    await expect(first).rejects.toThrow();
    fixture.respond();
    await new Promise(setImmediate);
    const again = fixture.check("/nas/a", "hung");
    fixture.respond();
    await again;
    expect(fixture.timers.size).toBe(0);
  });
});
