import { describe, expect, it } from "vitest";
import { type Holds, noHolds } from "../../../shared/model/upload.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { queued, sends, setup } from "./runner.test-harness.ts";

const seen = { libraryMark: 0, newestKnownMs: null, body: null };

describe("createRunner", () => {
  it("sends up to the parallel limit in queue order, and the next when a slot is free", () => {
    const { runner, performed } = setup([queued("c", 3), queued("a", 1), queued("b", 2)]);
    expect(sends(performed)).toEqual(["a", "b"]);
    runner.dispatch("a", { type: "lastBytesReady", attempt: 1, seen });
    runner.dispatch("a", { type: "arrived", attempt: 1, videoId: "v" });
    expect(sends(performed)).toEqual(["a", "b", "c"]);
    expect(runner.ownerOf("v")?.id).toBe("a");
  });

  it("starts nothing while any hold is set", () => {
    const error = { code: "tls", message: "", retryable: true, details: {} } as const;
    const allHolds: Partial<Holds>[] = [
      { offline: true },
      { signedOut: true },
      { storage: "full" },
      { blocked: error },
      { paused: true },
      { rateLimitedUntilMs: 5 },
    ];
    for (const hold of allHolds) {
      const { runner, performed } = setup([]);
      runner.setHold(hold);
      runner.add([queued("a", 1)]);
      expect(sends(performed)).toEqual([]);
      runner.setHold(noHolds);
      expect(sends(performed)).toEqual(["a"]);
    }
  });

  it("stores a pause of the queue and holds connections, so that a short one loses no bytes", () => {
    const { runner, performed, isPauseStored } = setup([queued("a", 1), queued("b", 2), queued("c", 3)]);
    runner.setHold({ paused: true });
    expect(isPauseStored()).toBe(true);
    expect(performed.filter(({ effect }) => effect === "holdSend")).toHaveLength(2);
    runner.setHold({ paused: false });
    expect(isPauseStored()).toBe(false);
    expect(performed.filter(({ effect }) => effect === "continueSend")).toHaveLength(2);
    expect(sends(performed)).toEqual(["a", "b"]);
  });

  it("holds a row that is resumed while the queue is paused", () => {
    const { runner, performed } = setup([queued("a", 1)]);
    runner.dispatch("a", { type: "pauseRequested" });
    runner.setHold({ paused: true });
    runner.dispatch("a", { type: "resumeRequested" });
    expect(runner.get("a")?.state).toEqual({ phase: "sending", held: true });
    expect(performed.at(-1)).toEqual({ id: "a", effect: "holdSend" });
  });

  it("keeps the slot of a paused row only while its connection is held", () => {
    const { runner, performed } = setup([queued("a", 1), queued("b", 2)], 1);
    runner.dispatch("a", { type: "pauseRequested" });
    expect(sends(performed)).toEqual(["a"]);
    runner.dispatch("a", { type: "releaseConnection", attempt: 1 });
    expect(sends(performed)).toEqual(["a", "b"]);
  });

  it("sends in the order set by the user", () => {
    const { runner, performed, stored } = setup([queued("a", 1), queued("b", 2), queued("c", 3), queued("d", 4)], 1);
    runner.reorder("d", "b");
    runner.reorder("b", null);
    expect(stored.get("b")?.position).toBeGreaterThan(stored.get("c")?.position ?? 0);
    for (const id of ["a", "d", "c", "b"]) runner.dispatch(id, { type: "cancelRequested", atMs: 1 });
    expect(sends(performed)).toEqual(["a", "d", "c", "b"]);
  });

  it("is read-only when a newer version has written the queue", () => {
    const { runner, performed } = setup(
      [queued("a", 1), sampleRow({ id: "b", state: { phase: "confirming" } })],
      2,
      true,
    );
    expect(runner.holds().readOnly).toBe(true);
    expect(performed).toEqual([]);
    expect(runner.get("b")?.state.phase).toBe("confirming");
    expect(() => runner.dispatch("a", { type: "cancelRequested", atMs: 1 })).toThrow(/newer version/);
    expect(() => runner.remove(["a"])).toThrow(/newer version/);
  });

  it.each([
    ["a full disk", 13, "full"],
    ["a full disk that shows as an I/O error of the shared memory", 4874, "full"],
    ["a read-only disk", 8, "full"],
    ["an I/O error", 10, "failing"],
    ["an I/O error while syncing", 1034, "failing"],
    ["a locked database", 5, "locked"],
    ["a damaged database", 11, "damaged"],
  ])(
    "on %s keeps the last stored state, holds, and applies deferred reports once writes succeed",
    (_what, code, storage) => {
      const { runner, stored, holds, failWith, runTimers } = setup([queued("a", 1), queued("b", 2)], 1);
      runner.dispatch("a", { type: "lastBytesReady", attempt: 1, seen });
      failWith(code);
      runner.report("a", { type: "arrived", attempt: 1, videoId: "v" });
      expect(stored.get("a")?.state.phase).toBe("confirming");
      expect(holds()?.storage).toBe(storage);
      runTimers();
      expect(stored.get("a")?.state.phase).toBe("confirming");
      failWith(null);
      runTimers();
      expect(stored.get("a")?.state).toMatchObject({ phase: "saving", videoId: "v" });
      expect(holds()?.storage).toBeNull();
      expect(stored.get("b")?.state.phase).toBe("sending");
    },
  );

  it("throws to the caller on a full disk and changes nothing", () => {
    const { runner, failWith } = setup([queued("a", 1)]);
    failWith(13);
    const edit = () => runner.dispatch("a", { type: "detailsEdited", patch: { title: "new" } });
    expect(edit).toThrow(/no room/);
    expect(runner.get("a")?.details.title).toBe("clip");
    expect(() => runner.add([queued("z", 9)])).toThrow(/no room/);
    // The last bytes are never sent without their commit.
    expect(() => runner.dispatch("a", { type: "lastBytesReady", attempt: 1, seen })).toThrow(/no room/);
  });

  it("starts on a full disk and recovers each row once writes succeed", () => {
    const stored = [
      sampleRow({ id: "a", state: { phase: "sending", held: false }, attempts: 1 }),
      sampleRow({ id: "b", state: { phase: "confirming" }, attempts: 1 }),
    ];
    const { runner, performed, failWith, runTimers } = setup(stored, 2, false, 13);
    expect(runner.holds().storage).toBe("full");
    expect(runner.rows().map((row) => row.state.phase)).toEqual(["sending", "confirming"]);
    expect(performed).toEqual([]);
    failWith(null);
    runTimers();
    expect(runner.get("b")?.state.phase).toBe("uncertain");
    expect(sends(performed)).toEqual(["a"]);
  });

  it("waits for the longer of two rate limits", () => {
    const { runner, holds } = setup([queued("a", 1), queued("b", 2)]);
    const limited = (id: string, retryAfterMs: number) =>
      runner.dispatch(id, {
        type: "sendFailed",
        attempt: 1,
        bodyStarted: true,
        failure: { kind: "rateLimited", retryAfterMs },
        atMs: 1000,
        random: 0,
      });
    limited("a", 600_000);
    limited("b", 5000);
    expect(holds()?.rateLimitedUntilMs).toBe(601_000);
  });

  it("ignores reports to a read-only queue", () => {
    const rows = [sampleRow({ id: "a", state: { phase: "saving", videoId: "v", error: null } })];
    const { runner, performed } = setup(rows, 2, true);
    runner.reportAll(["a"], { type: "networkReturned" });
    expect(performed).toEqual([]);
  });

  it("saves details that waited for a sign-in, but not those that BigGo refused", () => {
    const refusal = { code: "invalid-field", message: "", retryable: false, details: {} } as const;
    const waiting = sampleRow({ id: "waiting", state: { phase: "saving", videoId: "v", error: null } });
    const refused = sampleRow({ id: "refused", state: { phase: "complete", videoId: "w" }, saveError: refusal });
    const { runner, performed } = setup([waiting, refused]);
    performed.length = 0;
    runner.setHold({ signedOut: true });
    runner.setHold({ signedOut: false });
    expect(performed).toEqual([{ id: "waiting", effect: "saveDetails" }]);
  });

  it("does not try a long queue row by row while BigGo is unreachable", () => {
    const rows = Array.from({ length: 50 }, (_, index) => queued(`r${index}`, index));
    const { runner, performed, runTimers } = setup(rows, 1);
    const unreachable = (id: string) =>
      runner.report(id, {
        type: "sendFailed",
        attempt: 1,
        bodyStarted: false,
        failure: { kind: "unreachable", error: { code: "no-network", message: "", retryable: true, details: {} } },
        atMs: 1000,
        random: 0,
      });
    unreachable("r0");
    expect(sends(performed)).toEqual(["r0"]);
    runTimers();
    expect(sends(performed)).toEqual(["r0", "r0"]);
    unreachable("r0");
    // The return of the network ends the back-off.
    runner.setHold({ offline: true });
    runner.setHold({ offline: false });
    expect(sends(performed)).toHaveLength(3);
  });

  it("saves details that waited for a trusted or unlimited connection once the hold ends", () => {
    const waiting = sampleRow({ id: "waiting", state: { phase: "saving", videoId: "v", error: null } });
    const { runner, performed } = setup([waiting]);
    const failed = (code: "tls" | "rate-limited") =>
      runner.report("waiting", {
        type: "detailsFailed",
        revision: 1,
        error: { code, message: "", retryable: code !== "tls", details: {} },
        random: 0,
        retryAfterMs: 5000,
      });
    for (const code of ["tls", "rate-limited"] as const) {
      performed.length = 0;
      failed(code);
      expect(performed).toEqual([]);
      runner.setHold({ blocked: null, rateLimitedUntilMs: null });
      expect(performed).toEqual([{ id: "waiting", effect: "saveDetails" }]);
    }
  });
});
