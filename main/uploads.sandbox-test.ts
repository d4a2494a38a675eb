import { createHash } from "node:crypto";
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { openHarness, type WorkspaceHarness } from "./workspace-harness.ts";

let sandbox: SpawnedSandbox;
let app: WorkspaceHarness;
let files: string;
let seed = 1000;

beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "50"] });
});
beforeEach(async () => {
  files = await mkdtemp(join(tmpdir(), "uploads-test-"));
  app = await openHarness(sandbox);
});
afterEach(async () => {
  await sandbox.control("DELETE", "faults");
  await sandbox.control("POST", "account", { revoked: false, permission: true, secretValid: true });
  await app.close();
  await rm(files, { recursive: true, force: true });
});
afterAll(() => sandbox.stop());

interface SandboxVideo {
  video_id: string;
  title: string | null;
  description: string | null;
  access: number;
  file_name: string;
  deleted: boolean;
}
async function stateOf() {
  return (await sandbox.control("GET", "state")) as {
    videos: SandboxVideo[];
    counts: { uploadsStarted: number; uploadsCommitted: number; tokensIssued: number };
  };
}
async function videosNamed(fileName: string): Promise<SandboxVideo[]> {
  return (await stateOf()).videos.filter((video) => video.file_name === fileName && !video.deleted);
}
async function newFile(name: string, sizeBytes?: number): Promise<string> {
  const path = join(files, name);
  await makeVideo(path, { seed: seed++, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
  return path;
}
const onUploads = { method: "POST", path: "^/api/v1/video/$" };
const onDetails = { method: "POST", path: "^/api/v1/video/.+" };

async function addOne(path: string): Promise<string> {
  const [id] = await app.add(path);
  if (id === undefined) throw new Error("it was refused");
  return id;
}

describe("the way of an upload", () => {
  it("goes from file to COMPLETE with its details, and becomes a card", async () => {
    const id = await addOne(await newFile("plain.mp4"));
    const done = await app.until(id, "complete");
    expect(done).toMatchObject({
      attempts: 1,
      save: { state: "saved" },
      details: { title: "plain", access: "private" },
    });
    const [video] = await videosNamed("plain.mp4");
    expect(video).toMatchObject({ title: "plain", access: 1 });
    await app.eventually("the card", () => app.workspace.library.get(video?.video_id ?? "")?.status.complete === true);
    expect(app.workspace.library.get(video?.video_id ?? "")).toMatchObject({ uploadId: id, title: "plain" });
  });

  it.each([
    ["fast", undefined],
    ["slowly read", 12_000_000],
  ])("carries every byte as it is (%s)", async (pace, bytesPerSecond) => {
    if (bytesPerSecond !== undefined) await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond });
    const path = join(files, `bytes-${pace}.mp4`);
    // A size that is no multiple of a read's, and every 4 bytes their own: a buffer used too early would show.
    await makeVideo(path, { seed: seed++, sizeBytes: 1_000_003 });
    const counting = Buffer.alloc(30_000_000);
    for (let at = 0; at < counting.length; at += 4) counting.writeUInt32LE(at, at);
    await appendFile(path, counting);
    await app.until(await addOne(path), "complete");
    const sha256 = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    expect(await videosNamed(`bytes-${pace}.mp4`)).toMatchObject([{ sha256 }]);
  });

  it("sends two at a time, in order", async () => {
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 8_000_000, times: 0 });
    const paths = await Promise.all(["a", "b", "c", "d"].map((name) => newFile(`${name}.mp4`, 8_000_000)));
    const ids = await app.add(...paths);
    let most = 0;
    await app.eventually("all complete", () => {
      const phases = ids.map((id) => app.upload(id).state.phase);
      most = Math.max(most, phases.filter((phase) => phase === "sending" || phase === "confirming").length);
      return phases.every((phase) => phase === "complete");
    });
    expect(most).toBe(2);
  });

  it("sends edits made while uploading after the upload, and later ones to the video", async () => {
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 8_000_000 });
    const id = await addOne(await newFile("edited.mp4", 16_000_000));
    await app.until(id, "sending");
    const patch = { title: "New 標題", description: "Typed early", access: "unlisted" as const };
    app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch });
    const done = await app.until(id, "complete");
    const [video] = await videosNamed("edited.mp4");
    expect(video).toMatchObject({ title: "New 標題", description: "Typed early", access: 2 });
    expect(done.save).toEqual({ state: "saved" });
    const videoId = video?.video_id ?? "";
    await app.eventually("the card", () => app.workspace.library.get(videoId) !== null);
    app.workspace.library.edit(videoId, { access: "public", title: "Third" });
    await app.eventually("saved", () => app.workspace.library.get(videoId)?.save.state === "saved");
    expect(await videosNamed("edited.mp4")).toMatchObject([{ title: "Third", description: "Typed early", access: 0 }]);
    expect(app.upload(id).details.title).toBe("Third");
  });
});

describe("when the network or BigGo fails", () => {
  it.each([1, 50, 99])("sends again after a reset at %i percent of the body", async (percent) => {
    const name = `reset-${percent}.mp4`;
    await sandbox.control("POST", "faults", { kind: "reset", percent });
    const id = await addOne(await newFile(name, 12_000_000));
    expect((await app.until(id, "complete")).attempts).toBe(2);
    expect(await videosNamed(name)).toHaveLength(1);
  });

  it.each([
    ["a lost answer", { kind: "drop-answer", match: onUploads }],
    ["cut JSON", { kind: "truncated-json", match: onUploads }],
    ["an answer without video_id", { kind: "missing-id" }],
    ["HTML after the file arrived", { kind: "html", committed: true, match: onUploads }],
    ["502 after the file arrived", { kind: "status", status: 502, committed: true, match: onUploads }],
    ["no answer at all", { kind: "stall", when: "answer", match: onUploads }],
  ])("finds the video after %s, and sends nothing twice", async (what, fault) => {
    const before = (await stateOf()).counts.uploadsStarted;
    await sandbox.control("POST", "faults", fault);
    const id = await addOne(await newFile(`${what}.mp4`));
    expect((await app.until(id, "complete")).attempts).toBe(1);
    expect((await stateOf()).counts.uploadsStarted).toBe(before + 1);
    expect(await videosNamed(`${what}.mp4`)).toHaveLength(1);
  });

  it("sends again what looking did not find", async () => {
    await sandbox.control("POST", "faults", { kind: "status", status: 500, match: onUploads });
    const id = await addOne(await newFile("lost.mp4"));
    expect((await app.until(id, "complete")).attempts).toBe(2);
    expect(await videosNamed("lost.mp4")).toHaveLength(1);
  });

  it("holds the whole queue for a 429, then goes on", async () => {
    await sandbox.control("POST", "faults", {
      kind: "status",
      status: 429,
      retryAfter: 1,
      early: true,
      match: onUploads,
    });
    const id = await addOne(await newFile("limited.mp4"));
    await app.eventually("held", () => app.workspace.engine.runner.holds().rateLimitedUntilMs !== null);
    expect(app.upload(id).state.phase).toBe("queued");
    await app.until(id, "complete");
    expect(app.workspace.engine.runner.holds().rateLimitedUntilMs).toBeNull();
  });

  it.each([
    ["413", { kind: "status", status: 413, early: true, match: onUploads }, "too-large"],
    ["415", { kind: "status", status: 415, match: onUploads }, "unsupported-type"],
    ["1001", { kind: "error", code: 1001, match: onUploads }, "not-convertible"],
    ["1006", { kind: "error", code: 1006, match: onUploads }, "invalid-field"],
  ])("a refusal (%s) is final: it is never sent again by itself", async (name, fault, code) => {
    const before = (await stateOf()).counts.uploadsStarted;
    await sandbox.control("POST", "faults", fault);
    const id = await addOne(await newFile(`refused-${name}.mp4`));
    expect((await app.until(id, "failed")).state).toMatchObject({ error: { code, retryable: false } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await stateOf()).counts.uploadsStarted).toBeLessThanOrEqual(before + 1);
    app.workspace.engine.runner.dispatch(id, { type: "retryRequested" });
    await app.until(id, "complete");
  });

  it("keeps the queue whole when the key is refused, and goes on after signing in again", async () => {
    await sandbox.control("POST", "account", { secretValid: false });
    const ids = await app.add(await newFile("key-1.mp4"), await newFile("key-2.mp4"));
    await app.eventually("held", () => app.workspace.engine.runner.holds().signedOut);
    expect(ids.map((id) => app.upload(id).state.phase)).toEqual(["queued", "queued"]);
    await sandbox.control("POST", "account", { secretValid: true });
    app.workspace.engine.runner.setHold({ signedOut: false });
    for (const id of ids) await app.until(id, "complete");
  });

  it("fetches one token when it runs out in the middle of a queue, and nothing fails", async () => {
    await app.client.videos.listOwn(1);
    await sandbox.control("POST", "expire-tokens");
    const before = (await stateOf()).counts.tokensIssued;
    const paths = await Promise.all(Array.from({ length: 6 }, (_, index) => newFile(`expired-${index}.mp4`)));
    for (const id of await app.add(...paths)) expect((await app.until(id, "complete")).attempts).toBe(1);
    expect((await stateOf()).counts.tokensIssued).toBe(before + 1);
  });

  it("waits without using up an attempt while the server cannot be reached, and goes on when it can", async () => {
    await sandbox.kill();
    const id = await addOne(await newFile("away.mp4"));
    await app.until(id, "waiting");
    expect(app.upload(id).state).toMatchObject({ reason: "network" });
    await sandbox.restart();
    await app.until(id, "complete");
  });
});

describe("repeats", () => {
  it("are found before a byte is sent, with the video they became, also under another name", async () => {
    const path = await newFile("original.mp4");
    const id = await addOne(path);
    await app.until(id, "complete");
    const [video] = await videosNamed("original.mp4");
    const renamed = join(files, "renamed copy.mp4");
    await rename(path, renamed);
    const [item] = (await app.offer(renamed)).items;
    expect(item?.verdict).toMatchObject({ kind: "repeated", videoId: video?.video_id });
  });

  it("end as already there when BigGo says so, linked to the video, and nothing is retried", async () => {
    const path = await newFile("twice.mp4");
    await app.until(await addOne(path), "complete");
    const started = (await stateOf()).counts.uploadsStarted;
    const id = await addOne(path);
    const row = await app.until(id, "alreadyThere");
    const [video] = await videosNamed("twice.mp4");
    await app.eventually("linked", () => {
      const { state } = app.upload(id);
      return state.phase === "alreadyThere" && state.videoId === video?.video_id;
    });
    expect(row.attempts).toBe(1);
    expect((await stateOf()).counts.uploadsStarted).toBe(started + 1);
  });
});

describe("files", () => {
  it("are refused each with its own reason, and the others are not disturbed", async () => {
    await writeFile(join(files, "notes.txt"), "a text");
    await writeFile(join(files, "text named video.mp4"), "a text in disguise");
    await writeFile(join(files, "empty.mp4"), "");
    await mkdir(join(files, "folder.mp4"));
    await symlink(join(files, "loop.mp4"), join(files, "loop.mp4"));
    const good = await newFile("good.mp4");
    const names = ["notes.txt", "text named video.mp4", "empty.mp4", "loop.mp4", "gone.mp4"];
    const review = await app.offer(...names.map((name) => join(files, name)), good);
    const verdicts = Object.fromEntries(
      review.items.map(({ fileName, verdict }) => [fileName, verdict.kind === "refused" ? verdict.code : verdict.kind]),
    );
    expect(verdicts).toEqual({
      "notes.txt": "file-not-video",
      "text named video.mp4": "file-not-video",
      "empty.mp4": "file-empty",
      "loop.mp4": "file-unreadable",
      "gone.mp4": "file-missing",
      "good.mp4": "accepted",
    });
  });

  it("come out of folders, the videos only, by name and without going round in circles", async () => {
    const inner = join(files, "trip", "day 2");
    await mkdir(inner, { recursive: true });
    await rename(await newFile("b10.mp4"), join(files, "trip", "b10.mp4"));
    await rename(await newFile("b9.mp4"), join(files, "trip", "b9.mp4"));
    await rename(await newFile("inner.mov"), join(inner, "inner.mov"));
    await writeFile(join(files, "trip", "list.txt"), "x");
    await writeFile(join(files, "trip", ".hidden.mp4"), "x");
    await symlink(join(files, "trip"), join(inner, "back"));
    const review = await app.offer(join(files, "trip"));
    expect(review.items.map(({ fileName }) => fileName)).toEqual(["b9.mp4", "b10.mp4", "inner.mov"]);
  });

  it("that vanish are waited for, and the rest of the queue goes on", async () => {
    await sandbox.control("POST", "account", { secretValid: false });
    const gone = await newFile("vanishes.mp4");
    const [first, second] = await app.add(gone, await newFile("stays.mp4"));
    await app.eventually("held", () => app.workspace.engine.runner.holds().signedOut);
    await rename(gone, `${gone}.away`);
    await sandbox.control("POST", "account", { secretValid: true });
    app.workspace.engine.runner.setHold({ signedOut: false });
    await app.until(second ?? "", "complete");
    expect((await app.until(first ?? "", "needsFile")).state).toMatchObject({ reason: "missing" });
    await rename(`${gone}.away`, gone);
    await app.until(first ?? "", "complete");
  });

  it.each([
    ["grown", (path: string) => appendFile(path, "more")],
    ["touched", (path: string) => utimes(path, new Date(), new Date(1_000_000_000_000))],
    [
      "replaced",
      async (path: string) => {
        await unlink(path);
        await makeVideo(path, { seed: seed++, sizeBytes: 6_000_000 });
      },
    ],
  ])("that are %s while they are sent stop before the last byte", async (how, change) => {
    const before = (await stateOf()).counts.uploadsCommitted;
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 6_000_000 });
    const path = await newFile(`${how}.mp4`, 6_000_000);
    const id = await addOne(path);
    await app.until(id, "sending");
    await change(path);
    expect((await app.until(id, "needsFile")).state).toMatchObject({ reason: "changed" });
    expect((await stateOf()).counts.uploadsCommitted).toBe(before);
    await app.workspace.engine.useNewFile(id);
    await app.until(id, "complete");
    expect(await videosNamed(`${how}.mp4`)).toHaveLength(1);
  });
});

describe("the person's word", () => {
  it("cancels in the middle: nothing arrives, and a retry sends it whole", async () => {
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 3_000_000 });
    const id = await addOne(await newFile("cancelled.mp4", 9_000_000));
    await app.until(id, "sending");
    app.workspace.engine.runner.dispatch(id, { type: "cancelRequested", atMs: Date.now() });
    expect(app.upload(id).state.phase).toBe("cancelled");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await videosNamed("cancelled.mp4")).toEqual([]);
    app.workspace.engine.runner.dispatch(id, { type: "retryRequested" });
    await app.until(id, "complete");
  });

  it("pauses and resumes a row and the queue", async () => {
    app.workspace.engine.runner.setHold({ paused: true });
    const id = await addOne(await newFile("paused.mp4"));
    await app.until(id, "queued");
    app.workspace.engine.runner.dispatch(id, { type: "pauseRequested" });
    app.workspace.engine.runner.setHold({ paused: false });
    expect(app.upload(id).state.phase).toBe("paused");
    app.workspace.engine.runner.dispatch(id, { type: "resumeRequested" });
    await app.until(id, "complete");
  });

  it("keeps a video whose details BigGo refuses, and saves the details alone when asked again", async () => {
    await sandbox.control("POST", "faults", { kind: "error", code: 1006, match: onDetails });
    const id = await addOne(await newFile("details.mp4"));
    const row = await app.until(id, "complete");
    expect(row.save).toMatchObject({ state: "failed", error: { code: "invalid-field" } });
    app.workspace.engine.runner.dispatch(id, { type: "saveRequested" });
    await app.eventually("saved", () => app.upload(id).save.state === "saved");
    expect(await videosNamed("details.mp4")).toMatchObject([{ title: "details" }]);
  });
});

describe("after a restart", () => {
  it("sends again what was being sent, looks for what was being confirmed, and keeps the rest", async () => {
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 2_000_000, times: 2 });
    const ids = await app.add(
      ...(await Promise.all(["r1", "r2", "r3"].map((name) => newFile(`${name}.mp4`, 8_000_000)))),
    );
    await app.until(ids[0] ?? "", "sending");
    const patch = { title: "typed before the end" };
    app.workspace.engine.runner.dispatch(ids[2] ?? "", { type: "detailsEdited", patch });
    await app.reopen();
    for (const id of ids) await app.until(id, "complete");
    expect(await videosNamed("r1.mp4")).toHaveLength(1);
    expect(await videosNamed("r3.mp4")).toMatchObject([{ title: "typed before the end" }]);
  });
});

it("cannot be read while it is not readable", async () => {
  const path = await newFile("locked.mp4");
  await chmod(path, 0o000);
  const [item] = (await app.offer(path)).items;
  // Root reads everything.
  expect(item?.verdict).toEqual(
    process.getuid?.() === 0 ? { kind: "accepted" } : { kind: "refused", code: "file-unreadable" },
  );
});
