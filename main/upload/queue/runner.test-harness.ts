import { vi } from "vitest";
import type { Holds } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy } from "../model/retry-policy.ts";
import type { UploadEffect } from "../model/upload-event.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createRunner, type Runner } from "./runner.ts";

/** A runner over an in-memory store whose writes can fail, and a clock whose timers run on demand. */
export function setup(
  rows: UploadRow[],
  parallel = 2,
  readOnly = false,
  initialErrcode: number | null = null,
  onPerform: (runner: Runner, row: UploadRow) => void = () => {},
) {
  const stored = new Map(rows.map((row) => [row.id, row]));
  const performed: { id: string; effect: UploadEffect["type"] }[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  let errcode = initialErrcode;
  let paused = false;
  let holds: Holds | null = null;
  const write = (work: () => void) => {
    if (errcode !== null) throw Object.assign(new Error("cannot be stored"), { errcode });
    work();
  };
  const runner: Runner = createRunner({
    store: {
      load: () => [...stored.values()],
      save: (row) => write(() => stored.set(row.id, row)),
      saveAll: (added) => write(() => added.forEach((row) => void stored.set(row.id, row))),
      removeAll: (ids) => write(() => ids.forEach((id) => void stored.delete(id))),
      loadPaused: () => paused,
      loadRateLimit: () => null,
      saveRateLimit: () => {},
      savePaused: (value) =>
        write(() => {
          paused = value;
        }),
    },
    clock: {
      now: () => 1000,
      after(ms, run) {
        timers.push({ ms, run });
        return () => {};
      },
    },
    policy: defaultRetryPolicy,
    newAttempt: () => ({
      startedAtMs: 1000,
      libraryMark: 0,
      newestKnownMs: 0,
      bodies: [],
      boundary: "b",
    }),
    parallel: () => parallel,
    readOnly,
    perform(row, effect) {
      performed.push({ id: row.id, effect: effect.type });
      onPerform(runner, row);
    },
    onChange: vi.fn(),
    onHolds: (next) => {
      holds = next;
    },
    onSignedOut: vi.fn(),
  });
  runner.start();
  return {
    runner,
    stored,
    performed,
    holds: () => holds,
    /** Makes every write fail with this SQLite result code; null: writes succeed. */
    failWith: (code: number | null) => {
      errcode = code;
    },
    isPauseStored: () => paused,
    runTimers: () => {
      for (const { run } of timers.splice(0)) run();
    },
  };
}

/** A row that waits to be sent. */
export const queued = (id: string, position: number) => sampleRow({ id, position });
/** The rows whose sending was begun, in order. */
export const sends = (performed: { id: string; effect: string }[]) =>
  performed.flatMap(({ id, effect }) => (effect === "send" ? [id] : []));
