import { expect, it, vi } from "vitest";
import { BigGoError } from "../biggo/biggo-error.ts";
import { createEffects, type EffectDeps } from "./effects.ts";
import { defaultRetryPolicy } from "./model/retry-policy.ts";
import { sampleRow } from "./model/upload-row-sample.ts";

/**
 * The effects on one row that is to become public when it is complete, over a BigGo that answers when the test says so.
 */
function stage() {
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
    random: () => 0.5,
    runner: () => ({ get: (id: string) => rows.get(id), rows: () => [...rows.values()], report: vi.fn() }),
    explain: async () => ({ code: "product-gone", message: "", retryable: false, details: {} }),
    publish: (_: string, access: string) => void sent.push(access),
    onDetailsSaved: vi.fn(),
  } as unknown as EffectDeps);
  return {
    row,
    rows,
    sent,
    effects,
    refuse: () => replaced.reject(new BigGoError("refused", "gone", { biggoCode: 1008 })),
    pass: async () => {
      for (const run of timers.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it("publishes only after a save under way, which may still say that the video is private", async () => {
  const { row, sent, effects, refuse, pass } = stage();
  effects.perform(row, { type: "saveDetails", afterMs: 0 });
  await pass();
  effects.perform(row, { type: "publish" });
  await pass();
  expect(sent).toEqual([]);
  refuse();
  await pass();
  await pass();
  expect(sent).toEqual(["private", "public"]);
});

it("does not take a video back that became public while it was found out what was refused", async () => {
  const { row, rows, sent, effects, refuse, pass } = stage();
  effects.perform(row, { type: "saveDetails", afterMs: 0 });
  await pass();
  rows.set(row.id, { ...row, details: { ...row.details, stayPrivate: false } });
  refuse();
  await pass();
  expect(sent).toEqual([]);
});

it("looks at files of other drives while one does not answer, and says of that one's that they cannot be read", async () => {
  const onDrive = (id: string, device: string) =>
    sampleRow({ id, state: { phase: "checking" }, file: { ...sampleRow().file, device } });
  const rows = ["a", "b", "c"].map((id) => onDrive(id, "hung")).concat(onDrive("d", "disk"));
  const timers = new Map<() => void, number>();
  const report = vi.fn();
  const effects = createEffects({
    files: {
      check: (file: { device: string }) => (file.device === "hung" ? new Promise(() => {}) : Promise.resolve()),
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
  const told = new Map(report.mock.calls.map(([id, { problem }]) => [id, problem]));
  expect(told).toEqual(new Map(Object.entries({ a: "unreadable", b: "unreadable", c: "unreadable", d: null })));
});
