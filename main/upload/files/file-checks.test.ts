import { expect, it } from "vitest";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createFileChecks } from "./file-checks.ts";
import { FileProblem } from "./file-problem.ts";

/** Files on drives of which one does not answer until the test says so. */
function stage() {
  const asked: string[] = [];
  const timers = new Set<() => void>();
  const answers: (() => void)[] = [];
  const check = createFileChecks({
    check(identity) {
      asked.push(identity.path);
      return identity.device === "hung" ? new Promise((resolve) => answers.push(resolve)) : Promise.resolve();
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
    asked,
    look: (path: string, device: string) => check(file(path, device)),
    pass: () => runAll([...timers]),
    answer: () => runAll(answers.splice(0)),
    timers,
  };
}

it("lets files of other drives go on when one does not answer, and asks it no more meanwhile", async () => {
  const at = stage();
  const hung = Promise.allSettled([at.look("/nas/a", "hung"), at.look("/nas/b", "hung"), at.look("/nas/c", "hung")]);
  const other = at.look("/home/d", "disk");
  await new Promise(setImmediate);
  expect(at.asked).toEqual(["/nas/a", "/nas/b"]);
  at.pass();
  for (const result of await hung)
    expect(result).toMatchObject({ status: "rejected", reason: { reason: "unreadable" } });
  await other;
  expect(at.asked).toEqual(["/nas/a", "/nas/b", "/home/d"]);
  await expect(at.look("/nas/a", "hung")).rejects.toBeInstanceOf(FileProblem);
  expect(at.asked).toHaveLength(3);
});

it("asks a drive again once it has answered", async () => {
  const at = stage();
  const first = at.look("/nas/a", "hung");
  at.pass();
  await expect(first).rejects.toThrow();
  at.answer();
  await new Promise(setImmediate);
  const again = at.look("/nas/a", "hung");
  at.answer();
  await again;
  expect(at.timers.size).toBe(0);
});
