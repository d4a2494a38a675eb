import { expect, it, vi } from "vitest";
import type { Holds } from "../../shared/model/upload.ts";
import { defaultRetryPolicy } from "./retry-policy.ts";
import { createRunner } from "./runner.ts";
import type { UploadEffect } from "./upload-event.ts";
import type { UploadRow } from "./upload-row.ts";
import { sampleRow } from "./upload-row-sample.ts";

/** A runner over a store in memory whose disk can be full, and a clock that runs timers on demand. */
function running(rows: UploadRow[], parallel = 2) {
  const stored = new Map(rows.map((row) => [row.id, row]));
  const performed: { id: string; effect: UploadEffect["type"] }[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  let full = false;
  let holds: Holds | null = null;
  const write = (work: () => void) => {
    if (full) throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
    work();
  };
  const runner = createRunner({
    store: {
      load: () => [...stored.values()],
      save: (row) => write(() => stored.set(row.id, row)),
      saveAll: (added) => write(() => added.forEach((row) => void stored.set(row.id, row))),
      remove: (id) => write(() => stored.delete(id)),
    },
    clock: {
      now: () => 1000,
      after(ms, run) {
        timers.push({ ms, run });
        return () => {};
      },
    },
    policy: defaultRetryPolicy,
    newAttempt: () => ({ startedAtMs: 1000, libraryMark: 0, newestKnownMs: 0, boundary: "b" }),
    parallel: () => parallel,
    perform: (row, effect) => void performed.push({ id: row.id, effect: effect.type }),
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
    fillDisk: (value: boolean) => {
      full = value;
    },
    passTime: () => {
      for (const { run } of timers.splice(0)) run();
    },
  };
}

const queued = (id: string, position: number) => sampleRow({ id, position });
const sends = (performed: { id: string; effect: string }[]) =>
  performed.flatMap(({ id, effect }) => (effect === "send" ? [id] : []));

it("sends as many at once as it may, in the order of the queue, and the next when one is through", () => {
  const { runner, performed } = running([queued("c", 3), queued("a", 1), queued("b", 2)]);
  expect(sends(performed)).toEqual(["a", "b"]);
  runner.dispatch("a", { type: "lastBytesReady", attempt: 1 });
  runner.dispatch("a", { type: "arrived", attempt: 1, videoId: "v" });
  expect(sends(performed)).toEqual(["a", "b", "c"]);
  expect(runner.ownerOf("v")?.id).toBe("a");
});

it("starts nothing while it is held, for whatever reason", () => {
  for (const hold of [{ offline: true }, { signedOut: true }, { diskFull: true }, { paused: true }]) {
    const { runner, performed } = running([]);
    runner.setHold(hold);
    runner.add([queued("a", 1)]);
    expect(sends(performed)).toEqual([]);
    runner.setHold({ offline: false, signedOut: false, diskFull: false, paused: false });
    expect(sends(performed)).toEqual(["a"]);
  }
});

it("a pause of the queue stops what is being sent and leaves it in its place", () => {
  const { runner, performed } = running([queued("a", 1), queued("b", 2)]);
  runner.setHold({ paused: true });
  expect(runner.rows().map((row) => row.state.phase)).toEqual(["queued", "queued"]);
  expect(performed.filter(({ effect }) => effect === "abortSend")).toHaveLength(2);
  runner.setHold({ paused: false });
  expect(sends(performed)).toEqual(["a", "b", "a", "b"]);
});

it("on a full disk keeps the last good state, holds the queue, and takes up what was reported when there is room", () => {
  const { runner, stored, holds, fillDisk, passTime } = running([queued("a", 1), queued("b", 2)], 1);
  runner.dispatch("a", { type: "lastBytesReady", attempt: 1 });
  fillDisk(true);
  runner.report("a", { type: "arrived", attempt: 1, videoId: "v" });
  expect(stored.get("a")?.state.phase).toBe("confirming");
  expect(holds()?.diskFull).toBe(true);
  passTime();
  expect(stored.get("a")?.state.phase).toBe("confirming");
  fillDisk(false);
  passTime();
  expect(stored.get("a")?.state).toMatchObject({ phase: "saving", videoId: "v" });
  expect(holds()?.diskFull).toBe(false);
  expect(stored.get("b")?.state.phase).toBe("sending");
});

it("on a full disk tells whoever waits for an answer, and nothing has moved", () => {
  const { runner, fillDisk } = running([queued("a", 1)]);
  fillDisk(true);
  const edit = () => runner.dispatch("a", { type: "detailsEdited", patch: { title: "new" } });
  expect(edit).toThrow(/no room/);
  expect(runner.get("a")?.details.title).toBe("clip");
  expect(() => runner.add([queued("z", 9)])).toThrow(/no room/);
  // The last bytes never go without their commit.
  expect(() => runner.dispatch("a", { type: "lastBytesReady", attempt: 1 })).toThrow(/no room/);
});

it("saves what waited for somebody to sign in, and not what BigGo has refused", () => {
  const refusal = { code: "invalid-field", message: "", retryable: false, details: {} } as const;
  const waiting = sampleRow({ id: "waiting", state: { phase: "saving", videoId: "v", error: null } });
  const refused = sampleRow({ id: "refused", state: { phase: "complete", videoId: "w" }, saveError: refusal });
  const { runner, performed } = running([waiting, refused]);
  performed.length = 0;
  runner.setHold({ signedOut: true });
  runner.setHold({ signedOut: false });
  expect(performed).toEqual([{ id: "waiting", effect: "saveDetails" }]);
});
