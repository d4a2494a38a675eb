import { createHash } from "node:crypto";
import { appendFile, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { onDetails, prepareUploads } from "./uploads.test-harness.ts";

const at = prepareUploads();

describe("the way of an upload", () => {
  it("goes from file to COMPLETE with its details, and becomes a card", async () => {
    const id = await at.addOne(await at.newFile("plain.mp4"));
    const done = await at.app.until(id, "complete");
    expect(done).toMatchObject({
      attempts: 1,
      save: { state: "saved" },
      details: { title: "plain", access: "private" },
    });
    const [video] = await at.videosNamed("plain.mp4");
    expect(video).toMatchObject({ title: "plain", access: 1 });
    await at.app.eventually(
      "the card",
      () => at.app.workspace.library.get(video?.video_id ?? "")?.status.complete === true,
    );
    expect(at.app.workspace.library.get(video?.video_id ?? "")).toMatchObject({ uploadId: id, title: "plain" });
  });

  it.each([
    ["fast", undefined],
    ["slowly read", 12_000_000],
  ])("carries every byte as it is (%s)", async (pace, bytesPerSecond) => {
    if (bytesPerSecond !== undefined) await at.fault({ kind: "slow-read", bytesPerSecond });
    // A size that is no multiple of a read's, and every 4 bytes their own: a buffer used too early would show.
    const path = await at.newFile(`bytes-${pace}.mp4`, 1_000_003);
    const counting = Buffer.alloc(30_000_000);
    for (let at = 0; at < counting.length; at += 4) counting.writeUInt32LE(at, at);
    await appendFile(path, counting);
    await at.app.until(await at.addOne(path), "complete");
    const sha256 = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    expect(await at.videosNamed(`bytes-${pace}.mp4`)).toMatchObject([{ sha256 }]);
  });

  it("sends two at a time, in order", async () => {
    await at.fault({ kind: "slow-read", bytesPerSecond: 8_000_000, times: 0 });
    const paths = await Promise.all(["a", "b", "c", "d"].map((name) => at.newFile(`${name}.mp4`, 8_000_000)));
    const ids = await at.app.add(...paths);
    let most = 0;
    await at.app.eventually("all complete", () => {
      const phases = ids.map((id) => at.app.upload(id).state.phase);
      most = Math.max(most, phases.filter((phase) => phase === "sending" || phase === "confirming").length);
      return phases.every((phase) => phase === "complete");
    });
    expect(most).toBe(2);
  });

  it("sends edits made while uploading after the upload, and later ones to the video", async () => {
    await at.fault({ kind: "slow-read", bytesPerSecond: 8_000_000 });
    const id = await at.addOne(await at.newFile("edited.mp4", 16_000_000));
    await at.app.until(id, "sending");
    const patch = { title: "New 標題", description: "Typed early", access: "unlisted" as const };
    at.app.workspace.engine.runner.dispatch(id, { type: "detailsEdited", patch });
    const done = await at.app.until(id, "complete");
    const [video] = await at.videosNamed("edited.mp4");
    expect(video).toMatchObject({ title: "New 標題", description: "Typed early", access: 2 });
    expect(done.save).toEqual({ state: "saved" });
    const videoId = video?.video_id ?? "";
    await at.app.eventually("the card", () => at.app.workspace.library.get(videoId) !== null);
    at.app.workspace.library.edit(videoId, { access: "public", title: "Third" });
    await at.app.eventually("saved", () => at.app.workspace.library.get(videoId)?.save.state === "saved");
    expect(await at.videosNamed("edited.mp4")).toMatchObject([
      { title: "Third", description: "Typed early", access: 0 },
    ]);
    expect(at.app.upload(id).details.title).toBe("Third");
  });
});

describe("the person's word", () => {
  it("cancels in the middle: nothing arrives, and a retry sends it whole", async () => {
    await at.fault({ kind: "slow-read", bytesPerSecond: 3_000_000 });
    const id = await at.addOne(await at.newFile("cancelled.mp4", 9_000_000));
    await at.app.until(id, "sending");
    at.app.workspace.engine.runner.dispatch(id, { type: "cancelRequested", atMs: Date.now() });
    expect(at.app.upload(id).state.phase).toBe("cancelled");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await at.videosNamed("cancelled.mp4")).toEqual([]);
    at.app.workspace.engine.runner.dispatch(id, { type: "retryRequested" });
    await at.app.until(id, "complete");
  });

  it("pauses and resumes a row and the queue", async () => {
    at.app.workspace.engine.runner.setHold({ paused: true });
    const id = await at.addOne(await at.newFile("paused.mp4"));
    await at.app.until(id, "queued");
    at.app.workspace.engine.runner.dispatch(id, { type: "pauseRequested" });
    at.app.workspace.engine.runner.setHold({ paused: false });
    expect(at.app.upload(id).state.phase).toBe("paused");
    at.app.workspace.engine.runner.dispatch(id, { type: "resumeRequested" });
    await at.app.until(id, "complete");
  });

  it("keeps a video whose details BigGo refuses, and saves the details alone when asked again", async () => {
    await at.fault({ kind: "error", code: 1006, match: onDetails });
    const id = await at.addOne(await at.newFile("details.mp4"));
    const row = await at.app.until(id, "complete");
    expect(row.save).toMatchObject({ state: "failed", error: { code: "invalid-field" } });
    at.app.workspace.engine.runner.dispatch(id, { type: "saveRequested" });
    await at.app.eventually("saved", () => at.app.upload(id).save.state === "saved");
    expect(await at.videosNamed("details.mp4")).toMatchObject([{ title: "details" }]);
  });
});

describe("after a restart", () => {
  it("sends again what was being sent, looks for what was being confirmed, and keeps the rest", async () => {
    await at.fault({ kind: "slow-read", bytesPerSecond: 2_000_000, times: 2 });
    const ids = await at.app.add(
      ...(await Promise.all(["r1", "r2", "r3"].map((name) => at.newFile(`${name}.mp4`, 8_000_000)))),
    );
    await at.app.until(ids[0] ?? "", "sending");
    const patch = { title: "typed before the end" };
    at.app.workspace.engine.runner.dispatch(ids[2] ?? "", { type: "detailsEdited", patch });
    await at.app.reopen();
    for (const id of ids) await at.app.until(id, "complete");
    expect(await at.videosNamed("r1.mp4")).toHaveLength(1);
    expect(await at.videosNamed("r3.mp4")).toMatchObject([{ title: "typed before the end" }]);
  });
});

describe("repeats", () => {
  it("are found before a byte is sent, with the video they became, also under another name", async () => {
    const path = await at.newFile("original.mp4");
    const id = await at.addOne(path);
    await at.app.until(id, "complete");
    const [video] = await at.videosNamed("original.mp4");
    const renamed = join(at.files, "renamed copy.mp4");
    await rename(path, renamed);
    const [item] = (await at.app.offer(renamed)).items;
    expect(item?.verdict).toMatchObject({ kind: "repeated", videoId: video?.video_id });
  });

  it("end as already there when BigGo says so, linked to the video, and nothing is retried", async () => {
    const path = await at.newFile("twice.mp4");
    await at.app.until(await at.addOne(path), "complete");
    const started = (await at.stateOf()).counts.uploadsStarted;
    const id = await at.addOne(path);
    const row = await at.app.until(id, "alreadyThere");
    const [video] = await at.videosNamed("twice.mp4");
    await at.app.eventually("linked", () => {
      const { state } = at.app.upload(id);
      return state.phase === "alreadyThere" && state.videoId === video?.video_id;
    });
    expect(row.attempts).toBe(1);
    expect((await at.stateOf()).counts.uploadsStarted).toBe(started + 1);
  });
});
