import { describe, expect, it } from "vitest";
import { createFileSource } from "../upload/files/file-source.ts";
import { createHashThread } from "../upload/files/hash-thread.ts";
import { identifyFile } from "../upload/files/inspect-file.ts";
import { openIdleTimeoutFront } from "./idle-timeout-front.test-harness.ts";
import { onDetails, onUploads, setupUploadFixture } from "./uploads.test-harness.ts";
import { fastPolicy } from "./workspace.test-harness.ts";

const fixture = setupUploadFixture();

describe("the engine after a failed upload", () => {
  it("requires a user decision when two videos match", async () => {
    await fixture.app.eventually("synced", () => fixture.app.workspace.library.syncState().lastSyncedAtMs !== null);
    await fixture.fault({ kind: "drop-answer", match: onUploads });
    await fixture.fault({
      kind: "status",
      status: 500,
      match: { method: "GET", path: "^/api/v1/user/self/video" },
      times: 0,
    });
    const id = await fixture.addOne(await fixture.newFile("mine.mp4"));
    await fixture.app.until(id, "uncertain");
    // Meanwhile another client uploads a video of the same length.
    const elsewhere = await identifyFile(await fixture.newFile("elsewhere.mp4"));
    if (!elsewhere.ok) throw new Error(elsewhere.code);
    await fixture.app.client.upload({
      source: createFileSource({ ...elsewhere.identified, contentHash: null }, createHashThread()),
      boundary: "elsewhere",
      signal: new AbortController().signal,
      onProgress: () => {},
      beforeLastBytes: async () => {},
    });
    await fixture.sandbox.control("DELETE", "faults");
    await fixture.app.eventually("two candidates", () => {
      const { state } = fixture.app.upload(id);
      return state.phase === "uncertain" && state.candidates.length === 2;
    });
    const [mine] = await fixture.videosNamed("mine.mp4");
    fixture.app.workspace.engine.chooseVideo(id, mine?.video_id ?? "");
    await fixture.app.until(id, "complete");
    expect(await fixture.videosNamed("mine.mp4")).toMatchObject([{ title: "mine" }]);
    expect(await fixture.videosNamed("elsewhere.mp4")).toMatchObject([{ title: "" }]);
  });

  it("never adopts an older video with the same content, nor changes its details", async () => {
    const path = await fixture.newFile("kept.mp4");
    await fixture.app.until(await fixture.addOne(path), "complete");
    await fixture.fault({ kind: "status", status: 502, match: onUploads });
    const again = await fixture.addOne(path);
    fixture.app.workspace.engine.edit(again, { title: "other", access: "public" });
    const [video] = await fixture.videosNamed("kept.mp4");
    expect((await fixture.app.until(again, "duplicate")).state).toEqual({
      phase: "duplicate",
      videoId: video?.video_id,
    });
    expect(await fixture.videosNamed("kept.mp4")).toMatchObject([{ title: "kept", access: 1 }]);
  });

  it("reconciles before it resends after a gateway error with Retry-After", async () => {
    await fixture.app.eventually("synced", () => fixture.app.workspace.library.syncState().lastSyncedAtMs !== null);
    await fixture.fault({ kind: "status", status: 503, retryAfter: 1, committed: true, match: onUploads });
    const id = await fixture.addOne(await fixture.newFile("gateway.mp4"));
    await fixture.app.until(id, "complete");
    expect(fixture.app.phasesOf(id)).toContain("uncertain");
    expect(await fixture.videosNamed("gateway.mp4")).toMatchObject([{ title: "gateway", access: 1 }]);
  });

  it("honours a rate limit on saving details, also after a restart", async () => {
    await fixture.fault({ kind: "status", status: 429, retryAfter: 60, match: onDetails, times: 0 });
    const saves = async () => (await fixture.sandbox.state()).counts.requests["POST /api/v1/video/:id"] ?? 0;
    const isHeld = () => fixture.app.workspace.engine.holds().rateLimitedUntilMs !== null;
    const before = await saves();
    await fixture.addOne(await fixture.newFile("limited.mp4"));
    await fixture.app.eventually("held", isHeld);
    const untilMs = fixture.app.workspace.engine.holds().rateLimitedUntilMs ?? 0;
    await fixture.app.reopen();
    expect(isHeld()).toBe(true);
    expect(Math.abs((fixture.app.workspace.engine.holds().rateLimitedUntilMs ?? 0) - untilMs)).toBeLessThan(1000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await saves()).toBeLessThanOrEqual(before + 2);
  });

  it("while the listing is down, uploads of the same length wait a moment, and none is sent twice", async () => {
    await fixture.app.eventually("synced", () => fixture.app.workspace.library.syncState().lastSyncedAtMs !== null);
    await fixture.fault({ kind: "status", status: 500, match: { method: "GET", path: "/user/self/video" }, times: 0 });
    await fixture.fault({ kind: "drop-answer", match: onUploads });
    const doubtful = await fixture.addOne(await fixture.newFile("doubtful.mp4"));
    await fixture.app.until(doubtful, "uncertain");
    const names = ["second.mp4", "third.mp4", "fourth.mp4"];
    const ids = await fixture.app.add(...(await Promise.all(names.map((name) => fixture.newFile(name)))));
    for (const id of ids) await fixture.app.until(id, "processing", "complete");
    expect(ids.map((id) => fixture.app.upload(id).attempts)).toEqual([1, 1, 1]);
    expect(fixture.app.upload(doubtful).state).toMatchObject({ phase: "uncertain" });
    await fixture.sandbox.control("DELETE", "faults");
    for (const name of names) expect(await fixture.videosNamed(name)).toHaveLength(1);
  });

  // The barrier waits for two seconds in all here. Each of the four that are sent at once is cut off once at most.
  it.each([
    { idleMs: 4000, bodies: 5 },
    { idleMs: 1200, bodies: 9 },
  ])("a server that ends a body idle for $idleMs ms gets $bodies bodies of 5 uploads at most", async (limits) => {
    const front = await openIdleTimeoutFront(fixture.sandbox.url, limits.idleMs);
    const app = await fixture.openOther({
      url: front.url,
      parallel: 4,
      policy: { ...fastPolicy, commitBarrierMs: 1000 },
    });
    const sizeBytes = 3_000_000;
    try {
      await app.eventually("synced", () => app.workspace.library.syncState().lastSyncedAtMs !== null);
      await fixture.fault({
        kind: "status",
        status: 500,
        match: { method: "GET", path: "/user/self/video" },
        times: 0,
      });
      await fixture.fault({ kind: "drop-answer", match: onUploads });
      const names = [1, 2, 3, 4, 5].map((number) => `idle ${limits.idleMs} ${number}.mp4`);
      const ids = await app.add(...(await Promise.all(names.map((name) => fixture.newFile(name, sizeBytes)))));
      const inPhase = (...phases: string[]) => ids.filter((id) => phases.includes(app.upload(id).state.phase)).length;
      await app.eventually("one is uncertain, the others are on BigGo", () => {
        return inPhase("processing", "complete") === 4 && inPhase("uncertain") === 1;
      });
      expect(Math.floor(front.bytes() / sizeBytes)).toBeLessThanOrEqual(limits.bodies);
      for (const name of names) expect(await fixture.videosNamed(name)).toHaveLength(1);
    } finally {
      await fixture.sandbox.control("DELETE", "faults");
      await app.close();
      await front.close();
    }
  });

  it("assigns a video to one upload only, whatever the user chooses", async () => {
    const { engine } = fixture.app.workspace;
    await fixture.app.eventually("synced", () => fixture.app.workspace.library.syncState().lastSyncedAtMs !== null);
    await fixture.fault({ kind: "status", status: 500, match: { method: "GET", path: "/user/self/video" }, times: 0 });
    await fixture.fault({ kind: "drop-answer", match: onUploads, times: 2 });
    const a = await fixture.addOne(await fixture.newFile("a.mp4"));
    await fixture.app.until(a, "uncertain");
    // Uncertain, but no longer holding the commit barrier that serialises such uploads.
    engine.cancel(a);
    const b = await fixture.addOne(await fixture.newFile("b.mp4"));
    await fixture.app.until(b, "uncertain");
    engine.retry(a);
    await fixture.sandbox.control("DELETE", "faults");
    const candidates = (id: string) => {
      const { state } = fixture.app.upload(id);
      return state.phase === "uncertain" ? state.candidates : [];
    };
    await fixture.app.eventually("two candidates", () => candidates(a).length > 1 && candidates(b).length > 1);
    const [video] = await fixture.videosNamed("a.mp4");
    engine.chooseVideo(a, video?.video_id ?? "");
    expect(() => engine.chooseVideo(b, video?.video_id ?? "")).toThrow(/another upload/);
    await fixture.app.until(a, "complete");
    await fixture.app.until(b, "complete");
    expect(await fixture.videosNamed("a.mp4")).toMatchObject([{ title: "a" }]);
    expect(await fixture.videosNamed("b.mp4")).toMatchObject([{ title: "b" }]);
  });

  it("Retry-After: 3600 on everything: one answer holds the queue and all other calls, also after a restart", async () => {
    const { app, sandbox } = fixture;
    const { engine, library } = app.workspace;
    await app.eventually("synced", () => library.syncState().lastSyncedAtMs !== null);
    await fixture.fault({ kind: "status", status: 429, retryAfter: 3600, match: { path: "^/api/" }, times: 0 });
    const requests = async () => {
      const { requests: counts } = (await sandbox.state()).counts;
      return Object.entries(counts).reduce((sum, [name, count]) => sum + (/ \/(api|auth)/.test(name) ? count : 0), 0);
    };
    const before = await requests();
    // The harness clamps an hour to 2 s.
    void library.sync("all");
    await app.eventually("held", () => engine.holds().rateLimitedUntilMs !== null);
    const id = await fixture.addOne(await fixture.newFile("waits.mp4"));
    await library.catchUp();
    await app.workspace.others.list({ kind: "liked" }, 1).catch(() => {});
    expect(app.upload(id).attempts).toBe(0);
    await app.reopen();
    expect(await requests()).toBe(before + 1);
    expect(app.workspace.engine.holds().rateLimitedUntilMs).not.toBeNull();
    await sandbox.control("DELETE", "faults");
    await app.until(id, "complete");
  });

  it("waits longer and longer when fresh tokens keep expiring, without calling the key bad", async () => {
    await fixture.fault({ kind: "expired-token", match: onUploads, times: 6 });
    const id = await fixture.addOne(await fixture.newFile("expires.mp4"));
    const { attempts } = await fixture.app.until(id, "complete");
    expect(attempts).toBeGreaterThan(3);
    expect(fixture.app.workspace.engine.holds().signedOut).toBe(false);
  });

  it.each([403, 404, 408, 409, 511])("a gateway's %i to an upload fails no row", async (status) => {
    const body = { message: "blocked by policy" };
    const early = { kind: "status", status, match: onUploads, early: true };
    // Before the last bytes, then after them, with the file stored and not.
    for (const fault of [early, { ...early, body }]) await fixture.fault(fault);
    await fixture.fault({ kind: "status", status, match: onUploads, body });
    await fixture.fault({ kind: "status", status, match: onUploads, committed: true });
    const id = await fixture.addOne(await fixture.newFile(`gateway ${status}.mp4`));
    await fixture.app.until(id, "complete");
    expect(fixture.app.phasesOf(id)).toContain("uncertain");
    expect(fixture.app.phasesOf(id)).not.toContain("failed");
    expect(await fixture.videosNamed(`gateway ${status}.mp4`)).toMatchObject([{ title: `gateway ${status}` }]);
  });

  it.each([
    ["500", { kind: "status", status: 500 }],
    ["a gateway's 502", { kind: "status", status: 502, body: "<h1>Bad gateway</h1>" }],
    ["a captive portal's page", { kind: "html" }],
    ["{}", { kind: "status", status: 200, body: {} }],
  ])("%s after each whole body, for hours: ends with the user, who may send it again", async (name, fault) => {
    const { app, sandbox } = fixture;
    await app.eventually("synced", () => app.workspace.library.syncState().lastSyncedAtMs !== null);
    await fixture.fault({ ...fault, match: onUploads, times: 0 });
    const id = await fixture.addOne(await fixture.newFile(`in vain ${name.length}.mp4`));
    const row = await app.until(id, "failed");
    expect(row.state).toMatchObject({ error: { code: "sent-in-vain", retryable: true } });
    // As many as there are delays between them, and one more.
    const bodies = fastPolicy.resendDelaysMs.length + 1;
    expect(row.attempts).toBe(bodies);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(app.upload(id)).toMatchObject({ state: { phase: "failed" }, attempts: bodies });
    await sandbox.control("DELETE", "faults");
    app.workspace.engine.retry(id);
    await app.until(id, "complete");
  });

  it.each([
    ["null", null],
    ["an empty list", []],
    ["an object by language", { zh: "過期" }],
    ["a number", 4],
  ])("code 4 renews the token whatever its message: %s", async (name, message) => {
    const { app, sandbox } = fixture;
    await app.eventually("synced", () => app.workspace.library.syncState().lastSyncedAtMs !== null);
    const before = (await sandbox.state()).counts.tokensIssued;
    const body = { result: false, error: { code: 4, message } };
    await fixture.fault({ kind: "status", status: 200, body, match: onUploads });
    await fixture.fault({ kind: "status", status: 200, body, match: onDetails });
    const id = await fixture.addOne(await fixture.newFile(`code 4 with ${name}.mp4`));
    expect((await app.until(id, "complete")).attempts).toBe(2);
    expect((await sandbox.state()).counts.tokensIssued).toBe(before + 2);
    expect(app.workspace.engine.holds().signedOut).toBe(false);
    expect(await fixture.videosNamed(`code 4 with ${name}.mp4`)).toMatchObject([{ title: `code 4 with ${name}` }]);
  });

  it.each([
    ["a gateway's 413", { kind: "status", status: 413 }],
    ["a gateway's 415", { kind: "status", status: 415 }],
    ["code 1006", { kind: "error", code: 1006 }],
  ])("a refused row whose video turns up heals and gets its details: %s", async (name, fault) => {
    const { app } = fixture;
    await app.eventually("synced", () => app.workspace.library.syncState().lastSyncedAtMs !== null);
    await fixture.fault({ ...fault, match: onUploads, committed: true });
    const id = await fixture.addOne(await fixture.newFile(`${name}.mp4`));
    await app.until(id, "failed");
    await app.reopen();
    await app.eventually("healed", async () => {
      await app.workspace.library.sync();
      return app.upload(id).state.phase === "complete";
    });
    expect(app.upload(id).attempts).toBe(1);
    expect(await fixture.videosNamed(`${name}.mp4`)).toMatchObject([{ title: name, access: 1 }]);
  });

  it.each([
    ["code 1012", { kind: "error", code: 1012 }],
    ["a WAF's 403 HTML", { kind: "status", status: 403 }],
    ["500", { kind: "status", status: 500 }],
    ["unknown JSON", { kind: "status", status: 401, body: { message: "no" } }],
    ["a captive portal", { kind: "html" }],
    ["a reset", { kind: "refuse" }],
  ])("token endpoint: %s is waited out", async (name, fault) => {
    const { engine, library } = fixture.app.workspace;
    await fixture.app.eventually("synced", () => library.syncState().lastSyncedAtMs !== null);
    await fixture.sandbox.control("POST", "expire-tokens");
    await fixture.fault({ ...fault, match: { path: "^/auth/" }, times: 8 });
    const id = await fixture.addOne(await fixture.newFile(`${name}.mp4`));
    // Only the attempt that learned of the expired token may have sent a byte.
    expect((await fixture.app.until(id, "complete")).attempts).toBeLessThanOrEqual(2);
    expect(fixture.app.phasesOf(id)).toContain("waiting");
    expect(engine.holds().signedOut).toBe(false);
  });
});
