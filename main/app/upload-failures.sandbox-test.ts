import { describe, expect, it } from "vitest";
import { createFileSource } from "../upload/files/file-source.ts";
import { inspectFile } from "../upload/files/inspect-file.ts";
import { onDetails, onUploads, prepareUploads } from "./uploads.test-harness.ts";

const at = prepareUploads();

describe("what nobody but the person, or nobody at all, may decide", () => {
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
    at.app.workspace.engine.chooseVideo(id, mine?.video_id ?? "");
    await at.app.until(id, "complete");
    expect(await at.videosNamed("mine.mp4")).toMatchObject([{ title: "mine" }]);
    expect(await at.videosNamed("elsewhere.mp4")).toMatchObject([{ title: "" }]);
  });

  it("never takes an older video of the same content for its own, nor changes its details", async () => {
    const path = await at.newFile("kept.mp4");
    await at.app.until(await at.addOne(path), "complete");
    await at.fault({ kind: "status", status: 502, match: onUploads });
    const again = await at.addOne(path);
    at.app.workspace.engine.edit(again, { title: "other", access: "public" });
    const [video] = await at.videosNamed("kept.mp4");
    expect((await at.app.until(again, "duplicate")).state).toEqual({
      phase: "duplicate",
      videoId: video?.video_id,
    });
    expect(await at.videosNamed("kept.mp4")).toMatchObject([{ title: "kept", access: 1 }]);
  });

  it("looks before it sends again what a gateway could not answer for, though it asked to wait", async () => {
    await at.app.eventually("synced", () => at.app.workspace.library.syncState().lastSyncedAtMs !== null);
    await at.fault({ kind: "status", status: 503, retryAfter: 1, committed: true, match: onUploads });
    const id = await at.addOne(await at.newFile("gateway.mp4"));
    await at.app.until(id, "complete");
    expect(at.app.phasesOf(id)).toContain("uncertain");
    expect(await at.videosNamed("gateway.mp4")).toMatchObject([{ title: "gateway", access: 1 }]);
  });

  it("leaves BigGo alone with details as well when it asks for that, and still after a restart", async () => {
    await at.fault({ kind: "status", status: 429, retryAfter: 60, match: onDetails, times: 0 });
    const saves = async () => (await at.sandbox.state()).counts.requests["POST /api/v1/video/:id"] ?? 0;
    const isHeld = () => at.app.workspace.engine.holds().rateLimitedUntilMs !== null;
    const before = await saves();
    await at.addOne(await at.newFile("limited.mp4"));
    await at.app.eventually("held", isHeld);
    const untilMs = at.app.workspace.engine.holds().rateLimitedUntilMs ?? 0;
    await at.app.reopen();
    expect(isHeld()).toBe(true);
    expect(Math.abs((at.app.workspace.engine.holds().rateLimitedUntilMs ?? 0) - untilMs)).toBeLessThan(1000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await saves()).toBeLessThanOrEqual(before + 2);
  });

  it("gives one video to one upload, however the person chooses", async () => {
    const { engine } = at.app.workspace;
    await at.app.eventually("synced", () => at.app.workspace.library.syncState().lastSyncedAtMs !== null);
    await at.fault({ kind: "status", status: 500, match: { method: "GET", path: "/user/self/video" }, times: 0 });
    await at.fault({ kind: "drop-answer", match: onUploads, times: 2 });
    const a = await at.addOne(await at.newFile("a.mp4"));
    await at.app.until(a, "uncertain");
    // In doubt, and no longer at the door that keeps two such uploads apart.
    engine.cancel(a);
    const b = await at.addOne(await at.newFile("b.mp4"));
    await at.app.until(b, "uncertain");
    engine.retry(a);
    await at.sandbox.control("DELETE", "faults");
    const candidates = (id: string) => {
      const { state } = at.app.upload(id);
      return state.phase === "uncertain" ? state.candidates : [];
    };
    await at.app.eventually("asked", () => candidates(a).length > 1 && candidates(b).length > 1);
    const [video] = await at.videosNamed("a.mp4");
    engine.chooseVideo(a, video?.video_id ?? "");
    expect(() => engine.chooseVideo(b, video?.video_id ?? "")).toThrow(/another upload/);
    await at.app.until(a, "complete");
    await at.app.until(b, "complete");
    expect(await at.videosNamed("a.mp4")).toMatchObject([{ title: "a" }]);
    expect(await at.videosNamed("b.mp4")).toMatchObject([{ title: "b" }]);
  });

  it("calls a key no good whose fresh tokens keep running out, instead of sending for ever", async () => {
    await at.fault({ kind: "expired-token", match: onUploads, times: 0 });
    const before = (await at.sandbox.state()).counts.uploadsStarted;
    const id = await at.addOne(await at.newFile("no-good.mp4"));
    await at.app.eventually("held", () => at.app.workspace.engine.holds().signedOut);
    expect(at.app.upload(id).state.phase).toBe("queued");
    expect((await at.sandbox.state()).counts.uploadsStarted).toBeLessThanOrEqual(before + 5);
  });
});
