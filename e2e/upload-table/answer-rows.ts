import { expect } from "vitest";
import { onDetails, onUploads, type UploadFixture } from "../../main/app/uploads.test-harness.ts";

/** A file whose first upload meets a fault, and the outcome of its row. */
export async function sendWith(at: UploadFixture, name: string, fault: object, sizeBytes?: number) {
  const before = (await at.sandbox.state()).counts;
  await at.fault({ match: onUploads, ...fault });
  const id = await at.addOne(await at.newFile(name, sizeBytes));
  return {
    id,
    /** Every phase of its row. */
    phases: () => at.app.phasesOf(id),
    /** Bodies started and videos created by this upload. */
    async counts() {
      const after = (await at.sandbox.state()).counts;
      return {
        started: after.uploadsStarted - before.uploadsStarted,
        committed: after.uploadsCommitted - before.uploadsCommitted,
        repeated: after.uploadsRepeated - before.uploadsRepeated,
      };
    },
  };
}

export async function connectionReset(at: UploadFixture): Promise<void> {
  for (const percent of [1, 50, 99]) {
    const name = `reset-${percent}.mp4`;
    // Half of it must exceed what a busy machine's socket buffers take in: then the last bytes cannot be in flight.
    const sent = await sendWith(at, name, { kind: "reset", percent }, 48_000_000);
    expect((await at.app.until(sent.id, "complete")).attempts).toBe(2);
    // What remains at 99 % fits into the socket buffers: the last bytes are in flight then, and the row is reconciled
    // first.
    const doubtful = sent.phases().includes("uncertain");
    expect(sent.phases()).toContain(doubtful ? "confirming" : "waiting");
    if (percent < 99) expect(doubtful).toBe(false);
    expect(await sent.counts()).toEqual({ started: 2, committed: 1, repeated: 0 });
    expect(await at.videosNamed(name)).toHaveLength(1);
  }
}

export async function answerLost(at: UploadFixture): Promise<void> {
  const faults: [string, object][] = [
    ["dropped", { kind: "drop-answer" }],
    ["cut JSON", { kind: "truncated-json" }],
    ["HTML", { kind: "html", committed: true }],
    ["no video_id", { kind: "missing-id" }],
  ];
  for (const [what, fault] of faults) {
    const sent = await sendWith(at, `lost ${what}.mp4`, fault);
    const row = await at.app.until(sent.id, "complete");
    expect(sent.phases()).toContain("uncertain");
    expect(row.attempts).toBe(1);
    expect(await sent.counts()).toEqual({ started: 1, committed: 1, repeated: 0 });
  }
  // While a captive portal responds instead of BigGo, the row says so and waits.
  await at.fault({ kind: "html", times: 0, match: { method: "GET" } });
  const sent = await sendWith(at, "portal.mp4", { kind: "html" });
  const named = () => {
    const { state } = at.app.upload(sent.id);
    return state.phase === "uncertain" && state.error?.code === "not-biggo";
  };
  await at.app.eventually("named", named);
  await at.sandbox.control("DELETE", "faults");
  await at.app.until(sent.id, "complete");
  expect(await at.videosNamed("portal.mp4")).toHaveLength(1);
}

export async function repeatOnFirstAttempt(at: UploadFixture): Promise<void> {
  const path = await at.newFile("twice.mp4");
  await at.app.until(await at.addOne(path), "complete");
  const [video] = await at.videosNamed("twice.mp4");
  for (const by of ["ledger", "listing"]) {
    if (by === "listing") at.app.workspace.engine.forgetVideos([video?.video_id ?? ""]);
    const before = (await at.sandbox.state()).counts.uploadsStarted;
    const id = await at.addOne(path);
    await at.app.until(id, "duplicate");
    if (by === "ledger") {
      const linked = () => JSON.stringify(at.app.upload(id).state).includes(video?.video_id ?? "?");
      await at.app.eventually("linked", linked);
    }
    expect((await at.sandbox.state()).counts.uploadsStarted).toBe(before + 1);
  }
}

export async function repeatAfterUncertain(at: UploadFixture): Promise<void> {
  // The listing does not show the video until every reconcile has failed; on the resend, BigGo reports a duplicate.
  await at.app.eventually("synced", () => at.app.workspace.library.syncState().lastSyncedAtMs !== null);
  await at.fault({ kind: "listing-lag", ms: 1500 });
  const sent = await sendWith(at, "late listing.mp4", { kind: "drop-answer" });
  const row = await at.app.until(sent.id, "complete");
  expect(row.attempts).toBe(2);
  expect(await sent.counts()).toEqual({ started: 2, committed: 1, repeated: 1 });
  expect(await at.videosNamed("late listing.mp4")).toMatchObject([{ title: "late listing" }]);
}

export async function refusedForGood(at: UploadFixture): Promise<void> {
  const faults: [object, string][] = [
    [{ kind: "status", status: 403, body: { result: false, error: { code: 1007 } }, early: true }, "user-gone"],
    [{ kind: "error", code: 1001 }, "not-convertible"],
    [{ kind: "error", code: 1003 }, "not-yours"],
    [{ kind: "error", code: 1006 }, "invalid-field"],
    [{ kind: "error", code: 1007 }, "user-gone"],
    [{ kind: "error", code: 1010 }, "missing-field"],
    [{ kind: "status", status: 413 }, "too-large"],
    [{ kind: "status", status: 415 }, "unsupported-type"],
  ];
  for (const [index, [fault, code]] of faults.entries()) {
    const sent = await sendWith(at, `refused-${index}.mp4`, fault);
    expect((await at.app.until(sent.id, "failed")).state).toMatchObject({ error: { code, retryable: false } });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await sent.counts()).started).toBeLessThanOrEqual(1);
    at.app.workspace.engine.retry(sent.id);
    await at.app.until(sent.id, "complete");
  }
  // A 413 is final at every attempt, even when a first response was lost with its connection.
  const tooLarge = { kind: "status", status: 413, early: true, close: true, times: 0 };
  const early = await sendWith(at, "early.mp4", tooLarge, 60_000_000);
  expect((await at.app.until(early.id, "failed")).state).toMatchObject({ error: { code: "too-large" } });
  await at.sandbox.control("DELETE", "faults");
  expect(early.phases()).not.toContain("confirming");
}

export async function toldToWait(at: UploadFixture): Promise<void> {
  // The harness clamps to 100 ms and 2 s where the app clamps to 1 s and 1 h.
  const cases: [number, number | string, number][] = [
    [429, 1, 1000],
    [503, new Date(Date.now() + 60_000).toUTCString(), 2000],
    [429, "soon", 300],
    [503, "soon", 300],
    [429, 1_000_000_000, 2000],
    [429, 0, 100],
  ];
  const { engine } = at.app.workspace;
  for (const [index, [status, retryAfter, maxMs]] of cases.entries()) {
    const fault = { kind: "status", status, retryAfter, early: true };
    const sent = await sendWith(at, `limited-${index}.mp4`, fault);
    await at.app.eventually("held", () => engine.holds().rateLimitedUntilMs !== null);
    expect((engine.holds().rateLimitedUntilMs ?? 0) - Date.now()).toBeLessThanOrEqual(maxMs);
    // A 503 after the whole body may be a gateway's, so the row is reconciled.
    expect(status === 429 ? ["queued"] : ["queued", "uncertain"]).toContain(at.app.upload(sent.id).state.phase);
    await at.app.until(sent.id, "complete");
    expect(engine.holds().rateLimitedUntilMs).toBeNull();
  }
}

export async function serverErrors(at: UploadFixture): Promise<void> {
  for (const status of [500, 502, 504]) {
    const before = await sendWith(
      at,
      `before-${status}.mp4`,
      { kind: "status", status, early: true, close: true },
      60_000_000,
    );
    await at.app.until(before.id, "complete");
    expect(before.phases()).toContain("waiting");
    const lost = await sendWith(at, `lost-${status}.mp4`, { kind: "status", status });
    expect((await at.app.until(lost.id, "complete")).attempts).toBe(2);
    expect(lost.phases()).toContain("uncertain");
    const kept = await sendWith(at, `kept-${status}.mp4`, { kind: "status", status, committed: true });
    expect((await at.app.until(kept.id, "complete")).attempts).toBe(1);
    expect((await kept.counts()).repeated).toBe(0);
  }
}

export async function detailsRefused(at: UploadFixture): Promise<void> {
  for (const [code, name] of [
    [1006, "invalid-field"],
    [1008, "product-gone"],
    [1009, "too-many-products"],
  ] as const) {
    // BigGo may name the field in its message.
    await at.fault({ kind: "error", code, message: "parameter title is invalid", match: onDetails });
    const id = await at.addOne(await at.newFile(`details-${code}.mp4`));
    const row = await at.app.until(id, "complete");
    expect(row.save).toMatchObject({ state: "failed", error: { code: name } });
    if (code === 1006) expect(row.save).toMatchObject({ error: { details: { name: "title" } } });
    const started = (await at.sandbox.state()).counts.uploadsStarted;
    at.app.workspace.engine.saveDetails(id);
    await at.app.eventually("saved", () => at.app.upload(id).save.state === "saved");
    expect((await at.sandbox.state()).counts.uploadsStarted).toBe(started);
    expect(await at.videosNamed(`details-${code}.mp4`)).toMatchObject([{ title: `details-${code}` }]);
  }
}
