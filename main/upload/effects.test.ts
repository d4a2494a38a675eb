import { describe, expect, it, vi } from "vitest";
import { BigGoError } from "../biggo/biggo-error.ts";
import { createEffects, type EffectDeps } from "./effects.ts";
import { defaultRetryPolicy } from "./model/retry-policy.ts";
import type { AddedFile } from "./model/upload-row.ts";
import { sampleRow } from "./model/upload-row-sample.ts";

/** Effects on one row whose video becomes public on completion, over a BigGo whose response the test controls. */
function setup() {
  const row = sampleRow({
    state: { phase: "processing", videoId: "v", keywords: [] },
    details: { ...sampleRow().details, access: "public", stayPrivate: true },
  });
  const rows = new Map([[row.id, row]]);
  const replaced = Promise.withResolvers<void>();
  const sent: string[] = [];
  const timers: (() => void)[] = [];
  const effects = createEffects({
    files: { open: vi.fn() },
    client: {
      videos: {
        replace: () => replaced.promise,
        update: async (_: string, { access }: { access: string }) => void sent.push(access),
      },
    },
    clock: {
      now: () => 0,
      after(_: number, run: () => void) {
        timers.push(run);
        return () => {};
      },
    },
    policy: defaultRetryPolicy,
    monotonicNow: () => 0,
    random: () => 0.5,
    runner: () => ({ get: (id: string) => rows.get(id), rows: () => [...rows.values()], report: vi.fn() }),
    explain: async () => ({ code: "product-gone", message: "", retryable: false, details: {} }),
    publish: (_: string, access: string) => void sent.push(access),
    currentDetails: async () => ({}),
    onDetailsSaved: vi.fn(),
  } as unknown as EffectDeps);
  return {
    row,
    rows,
    sent,
    effects,
    refuse: () => replaced.reject(new BigGoError("refused", "gone", { biggoCode: 1008 })),
    runTimers: async () => {
      for (const run of timers.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe("createEffects", () => {
  it("publishes only after a save in progress, which may still send private", async () => {
    const { row, sent, effects, refuse, runTimers } = setup();
    effects.perform(row, { type: "saveDetails", afterMs: 0 });
    await runTimers();
    effects.perform(row, { type: "publish" });
    await runTimers();
    expect(sent).toEqual([]);
    refuse();
    await runTimers();
    await runTimers();
    expect(sent).toEqual(["private", "public"]);
  });

  it("does not revert a video that became public while the refusal was explained", async () => {
    const { row, rows, sent, effects, refuse, runTimers } = setup();
    effects.perform(row, { type: "saveDetails", afterMs: 0 });
    await runTimers();
    rows.set(row.id, { ...row, details: { ...row.details, stayPrivate: false } });
    refuse();
    await runTimers();
    expect(sent).toEqual([]);
  });

  it("checks files on other drives while one does not respond, and reports its files as unreadable", async () => {
    const onDrive = (id: string, device: string) =>
      sampleRow({ id, state: { phase: "checking" }, file: { ...sampleRow().file, device } });
    const rows = ["a", "b", "c"].map((id) => onDrive(id, "hung")).concat(onDrive("d", "disk"));
    const timers = new Map<() => void, number>();
    const report = vi.fn();
    const effects = createEffects({
      monotonicNow: () => 0,
      files: {
        check: ({ file }: AddedFile) => (file.device === "hung" ? new Promise(() => {}) : Promise.resolve(file)),
      },
      clock: {
        now: () => 0,
        after(ms: number, run: () => void) {
          timers.set(run, ms);
          return () => timers.delete(run);
        },
      },
      policy: defaultRetryPolicy,
      runner: () => ({ get: (id: string) => rows.find((row) => row.id === id), report, rows: () => rows }),
    } as unknown as EffectDeps);
    for (const row of rows) effects.perform(row, { type: "checkFile", afterMs: 0 });
    for (let round = 0; round < 3; round += 1) {
      for (const run of [...timers.keys()]) {
        timers.delete(run);
        run();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    const problems = new Map(report.mock.calls.map(([id, { problem }]) => [id, problem]));
    expect(problems).toEqual(new Map(Object.entries({ a: "unreadable", b: "unreadable", c: "unreadable", d: null })));
  });
});
