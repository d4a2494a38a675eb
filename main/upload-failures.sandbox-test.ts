import { describe, expect, it } from "vitest";
import { createFileSource } from "./upload/file-source.ts";
import { inspectFile } from "./upload/inspect-file.ts";
import { onUploads, prepareUploads } from "./uploads.test-harness.ts";

const at = prepareUploads();

describe("when the network or BigGo fails", () => {
  it.each([1, 50, 99])("sends again after a reset at %i percent of the body", async (percent) => {
    const name = `reset-${percent}.mp4`;
    await at.fault({ kind: "reset", percent });
    const id = await at.addOne(await at.newFile(name, 12_000_000));
    expect((await at.app.until(id, "complete")).attempts).toBe(2);
    expect(await at.videosNamed(name)).toHaveLength(1);
  });

  it.each([
    ["a lost answer", { kind: "drop-answer", match: onUploads }],
    ["cut JSON", { kind: "truncated-json", match: onUploads }],
    ["an answer without video_id", { kind: "missing-id" }],
    ["HTML after the file arrived", { kind: "html", committed: true, match: onUploads }],
    ["502 after the file arrived", { kind: "status", status: 502, committed: true, match: onUploads }],
    ["no answer at all", { kind: "stall", when: "answer", match: onUploads }],
  ])("finds the video after %s, and sends nothing twice", async (what, fault) => {
    const before = (await at.stateOf()).counts.uploadsStarted;
    await at.fault(fault);
    const id = await at.addOne(await at.newFile(`${what}.mp4`));
    expect((await at.app.until(id, "complete")).attempts).toBe(1);
    expect((await at.stateOf()).counts.uploadsStarted).toBe(before + 1);
    expect(await at.videosNamed(`${what}.mp4`)).toHaveLength(1);
  });

  it("sends again what looking did not find", async () => {
    await at.fault({ kind: "status", status: 500, match: onUploads });
    const id = await at.addOne(await at.newFile("lost.mp4"));
    expect((await at.app.until(id, "complete")).attempts).toBe(2);
    expect(await at.videosNamed("lost.mp4")).toHaveLength(1);
  });

  it.each([
    ["429 with seconds", 429, 1, 1000],
    ["503 with a date", 503, new Date(Date.now() + 60_000).toUTCString(), 2000],
    ["429 with garbage", 429, "soon", 300],
    ["429 with a billion seconds", 429, 1_000_000_000, 2000],
  ])("holds the whole queue for a %s, within bounds, then goes on", async (name, status, retryAfter, waitMs) => {
    await at.fault({ kind: "status", status, retryAfter, early: true, match: onUploads });
    const id = await at.addOne(await at.newFile(`limited ${name}.mp4`));
    const { runner } = at.app.workspace.engine;
    const heldUntil = () => runner.holds().rateLimitedUntilMs;
    await at.app.eventually("held", () => heldUntil() !== null);
    expect(at.app.upload(id).state.phase).toBe("queued");
    // The harness' bounds are 100 ms and 2 s where the app's are 1 s and 1 h.
    expect((heldUntil() ?? 0) - Date.now()).toBeLessThanOrEqual(waitMs);
    await at.app.until(id, "complete");
    expect(heldUntil()).toBeNull();
  });

  it.each([
    ["413", { kind: "status", status: 413, early: true, match: onUploads }, "too-large"],
    ["415", { kind: "status", status: 415, match: onUploads }, "unsupported-type"],
    ["1001", { kind: "error", code: 1001, match: onUploads }, "not-convertible"],
    ["403", { kind: "status", status: 403, early: true, match: onUploads }, "forbidden"],
    ["1003", { kind: "error", code: 1003, match: onUploads }, "not-yours"],
    ["1006", { kind: "error", code: 1006, match: onUploads }, "invalid-field"],
    ["1007", { kind: "error", code: 1007, match: onUploads }, "user-gone"],
    ["1010", { kind: "error", code: 1010, match: onUploads }, "missing-field"],
  ])("a refusal (%s) is final: it is never sent again by itself", async (name, fault, code) => {
    const before = (await at.stateOf()).counts.uploadsStarted;
    await at.fault(fault);
    const id = await at.addOne(await at.newFile(`refused-${name}.mp4`));
    expect((await at.app.until(id, "failed")).state).toMatchObject({ error: { code, retryable: false } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await at.stateOf()).counts.uploadsStarted).toBeLessThanOrEqual(before + 1);
    at.app.workspace.engine.runner.dispatch(id, { type: "retryRequested" });
    await at.app.until(id, "complete");
  });

  it("keeps the queue whole when the key is refused, and goes on after signing in again", async () => {
    await at.sandbox.control("POST", "account", { secretValid: false });
    const ids = await at.app.add(await at.newFile("key-1.mp4"), await at.newFile("key-2.mp4"));
    await at.app.eventually("held", () => at.app.workspace.engine.runner.holds().signedOut);
    expect(ids.map((id) => at.app.upload(id).state.phase)).toEqual(["queued", "queued"]);
    await at.sandbox.control("POST", "account", { secretValid: true });
    at.app.workspace.engine.runner.setHold({ signedOut: false });
    for (const id of ids) await at.app.until(id, "complete");
  });

  it("fetches one token when it runs out in the middle of a queue, and nothing fails", async () => {
    await at.app.client.videos.listOwn(1);
    await at.sandbox.control("POST", "expire-tokens");
    const before = (await at.stateOf()).counts.tokensIssued;
    const paths = await Promise.all(Array.from({ length: 6 }, (_, index) => at.newFile(`expired-${index}.mp4`)));
    for (const id of await at.app.add(...paths)) expect((await at.app.until(id, "complete")).attempts).toBe(1);
    expect((await at.stateOf()).counts.tokensIssued).toBe(before + 1);
  });

  it("asks the person when two videos could be the one, and never guesses", async () => {
    await at.app.eventually("synced", () => at.app.workspace.library.syncState().lastSyncedAtMs !== null);
    await at.fault({ kind: "drop-answer", match: onUploads });
    await at.fault({
      kind: "status",
      status: 500,
      match: { method: "GET", path: "^/api/v1/user/self/video" },
      times: 0,
    });
    const id = await at.addOne(await at.newFile("mine.mp4"));
    await at.app.until(id, "uncertain");
    // Meanwhile somebody sends another one, of the same length, from elsewhere.
    const elsewhere = await inspectFile(await at.newFile("elsewhere.mp4"));
    if (!elsewhere.ok) throw new Error(elsewhere.code);
    await at.app.client.upload({
      source: createFileSource(elsewhere.inspected.file),
      boundary: "elsewhere",
      signal: new AbortController().signal,
      onProgress: () => {},
      beforeLastBytes: async () => {},
    });
    await at.sandbox.control("DELETE", "faults");
    await at.app.eventually("asked", () => {
      const { state } = at.app.upload(id);
      return state.phase === "uncertain" && state.candidates.length === 2;
    });
    const [mine] = await at.videosNamed("mine.mp4");
    at.app.workspace.engine.runner.dispatch(id, { type: "candidateChosen", videoId: mine?.video_id ?? "" });
    await at.app.until(id, "complete");
    expect(await at.videosNamed("mine.mp4")).toMatchObject([{ title: "mine" }]);
    expect(await at.videosNamed("elsewhere.mp4")).toMatchObject([{ title: "" }]);
  });

  it("never takes an older video of the same content for its own, nor changes its details", async () => {
    const path = await at.newFile("kept.mp4");
    await at.app.until(await at.addOne(path), "complete");
    await at.fault({ kind: "status", status: 502, match: onUploads });
    const again = await at.addOne(path);
    at.app.workspace.engine.runner.dispatch(again, {
      type: "detailsEdited",
      patch: { title: "other", access: "public" },
    });
    const [video] = await at.videosNamed("kept.mp4");
    expect((await at.app.until(again, "alreadyThere")).state).toEqual({
      phase: "alreadyThere",
      videoId: video?.video_id,
    });
    expect(await at.videosNamed("kept.mp4")).toMatchObject([{ title: "kept", access: 1 }]);
  });

  it("calls a key no good whose fresh tokens keep running out, instead of sending for ever", async () => {
    await at.fault({ kind: "expired-token", match: onUploads, times: 0 });
    const before = (await at.stateOf()).counts.uploadsStarted;
    const id = await at.addOne(await at.newFile("no-good.mp4"));
    await at.app.eventually("held", () => at.app.workspace.engine.runner.holds().signedOut);
    expect(at.app.upload(id).state.phase).toBe("queued");
    expect((await at.stateOf()).counts.uploadsStarted).toBeLessThanOrEqual(before + 5);
  });

  it("sends again with a new token when BigGo says only after the whole file that the old one ran out", async () => {
    await at.fault({ kind: "expired-token", match: onUploads });
    const id = await at.addOne(await at.newFile("expired-late.mp4"));
    expect((await at.app.until(id, "complete")).attempts).toBe(2);
    expect(at.app.workspace.engine.runner.holds().signedOut).toBe(false);
    expect(await at.videosNamed("expired-late.mp4")).toHaveLength(1);
  });

  it("waits without using up an attempt while the server cannot be reached, and goes on when it can", async () => {
    await at.sandbox.kill();
    const id = await at.addOne(await at.newFile("away.mp4"));
    await at.app.until(id, "waiting");
    expect(at.app.upload(id).state).toMatchObject({ reason: "network" });
    await at.sandbox.restart();
    await at.app.until(id, "complete");
  });
});
