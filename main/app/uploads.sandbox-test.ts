import { createHash } from "node:crypto";
import { appendFile, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { onDetails, onUploads, setupUploadFixture } from "./uploads.test-harness.ts";

const fixture = setupUploadFixture();

describe("an upload", () => {
  it("is sent, completes with its details, and appears in the library", async () => {
    const id = await fixture.addOne(await fixture.newFile("plain.mp4"));
    const done = await fixture.app.until(id, "complete");
    expect(done).toMatchObject({
      attempts: 1,
      save: { state: "saved" },
      details: { title: "plain", access: "private" },
    });
    const [video] = await fixture.videosNamed("plain.mp4");
    expect(video).toMatchObject({ title: "plain", access: 1 });
    await fixture.app.eventually(
      "in the library",
      () => fixture.app.workspace.library.get(video?.video_id ?? "")?.status.complete === true,
    );
    expect(fixture.app.workspace.library.get(video?.video_id ?? "")).toMatchObject({ uploadId: id, title: "plain" });
  });

  it.each([
    ["fast", undefined],
    ["slowly read", 12_000_000],
  ])("arrives byte for byte (%s)", async (pace, bytesPerSecond) => {
    if (bytesPerSecond !== undefined) await fixture.fault({ kind: "slow-read", bytesPerSecond });
    // Not a multiple of the read size, and every 4 bytes are unique: reusing a buffer too early would be detected.
    const path = await fixture.newFile(`bytes-${pace}.mp4`, 1_000_003);
    const counting = Buffer.alloc(30_000_000);
    for (let offset = 0; offset < counting.length; offset += 4) counting.writeUInt32LE(offset, offset);
    await appendFile(path, counting);
    await fixture.app.until(await fixture.addOne(path), "complete");
    const sha256 = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    expect(await fixture.videosNamed(`bytes-${pace}.mp4`)).toMatchObject([{ sha256 }]);
  });

  it("runs two at a time, in order", async () => {
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 8_000_000, times: 0 });
    const paths = await Promise.all(["a", "b", "c", "d"].map((name) => fixture.newFile(`${name}.mp4`, 8_000_000)));
    const ids = await fixture.app.add(...paths);
    let max = 0;
    await fixture.app.eventually("all complete", () => {
      const phases = ids.map((id) => fixture.app.upload(id).state.phase);
      max = Math.max(max, phases.filter((phase) => phase === "sending" || phase === "confirming").length);
      return phases.every((phase) => phase === "complete");
    });
    expect(max).toBe(2);
  });

  it("saves edits made during the upload once it is done, and later ones to the video", async () => {
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 8_000_000 });
    const id = await fixture.addOne(await fixture.newFile("edited.mp4", 16_000_000));
    await fixture.app.until(id, "sending");
    const patch = { title: "New 標題", description: "Typed early", access: "unlisted" as const };
    fixture.app.workspace.engine.edit(id, patch);
    const done = await fixture.app.until(id, "complete");
    const [video] = await fixture.videosNamed("edited.mp4");
    expect(video).toMatchObject({ title: "New 標題", description: "Typed early", access: 2 });
    expect(done.save).toEqual({ state: "saved" });
    const videoId = video?.video_id ?? "";
    await fixture.app.eventually("in the library", () => fixture.app.workspace.library.get(videoId) !== null);
    fixture.app.workspace.library.edit(videoId, { access: "public", title: "Third" });
    await fixture.app.eventually("saved", () => fixture.app.workspace.library.get(videoId)?.save.state === "saved");
    expect(await fixture.videosNamed("edited.mp4")).toMatchObject([
      { title: "Third", description: "Typed early", access: 0 },
    ]);
    expect(fixture.app.upload(id).details.title).toBe("Third");
  });
});

describe("user commands", () => {
  it("cancel an upload in progress so that nothing arrives, and retry it from the start", async () => {
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 3_000_000 });
    const id = await fixture.addOne(await fixture.newFile("cancelled.mp4", 9_000_000));
    await fixture.app.until(id, "sending");
    fixture.app.workspace.engine.cancel(id);
    expect(fixture.app.upload(id).state.phase).toBe("cancelled");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await fixture.videosNamed("cancelled.mp4")).toEqual([]);
    fixture.app.workspace.engine.retry(id);
    await fixture.app.until(id, "complete");
  });

  it("pause and resume a row and the queue", async () => {
    fixture.app.workspace.engine.pauseQueue(true);
    const id = await fixture.addOne(await fixture.newFile("paused.mp4"));
    await fixture.app.until(id, "queued");
    fixture.app.workspace.engine.pause(id);
    fixture.app.workspace.engine.pauseQueue(false);
    expect(fixture.app.upload(id).state.phase).toBe("paused");
    fixture.app.workspace.engine.resume(id);
    await fixture.app.until(id, "complete");
  });

  it("keep the connection during a short pause and release it during a long one", async () => {
    const { engine } = fixture.app.workspace;
    const pauses = {
      row: [() => engine.pause(id), () => engine.resume(id)],
      queue: [() => engine.pauseQueue(true), () => engine.pauseQueue(false)],
    } as const;
    let id = "";
    for (const [what, [pause, resume]] of Object.entries(pauses)) {
      // The harness holds a connection for one second where the app holds it for thirty.
      for (const [ms, attempts] of [
        [600, 1],
        [1500, 2],
      ] as const) {
        await fixture.fault({ kind: "slow-read", bytesPerSecond: 10_000_000, times: attempts });
        id = await fixture.addOne(await fixture.newFile(`pause of ${what} for ${ms}.mp4`, 20_000_000));
        await fixture.app.until(id, "sending");
        await new Promise((resolve) => setTimeout(resolve, 200));
        pause();
        const sent = () => fixture.app.workspace.engine.progress().rows[0]?.sentBytes;
        // The chunk in flight has been sent by then.
        await new Promise((resolve) => setTimeout(resolve, 300));
        const before = sent();
        await new Promise((resolve) => setTimeout(resolve, ms - 300));
        if (attempts === 1) expect(sent()).toBe(before);
        resume();
        expect((await fixture.app.until(id, "complete")).attempts).toBe(attempts);
      }
    }
  });

  it("reorder the queue, and the order survives a restart", async () => {
    const { engine } = fixture.app.workspace;
    engine.pauseQueue(true);
    const paths = await Promise.all(["x1", "x2", "x3", "x4"].map((name) => fixture.newFile(`${name}.mp4`)));
    const [first = "", second = "", third = "", fourth = ""] = await fixture.app.add(...paths);
    engine.move(fourth, first);
    engine.move(second, null);
    await fixture.app.reopen();
    for (const id of [first, second, third, fourth]) await fixture.app.until(id, "queued");
    fixture.app.workspace.engine.pauseQueue(false);
    for (const id of [first, second, third, fourth]) await fixture.app.until(id, "complete");
    const { videos } = await fixture.sandbox.state();
    const order = videos
      .filter(({ file_name }) => file_name.startsWith("x"))
      .sort((a, b) => a.created_ms - b.created_ms);
    // Two at a time: these are the first pair.
    expect(new Set(order.slice(0, 2).map(({ file_name }) => file_name))).toEqual(new Set(["x4.mp4", "x1.mp4"]));
  });

  it("keep the queue paused across a restart", async () => {
    fixture.app.workspace.engine.pauseQueue(true);
    const id = await fixture.addOne(await fixture.newFile("still paused.mp4"));
    await fixture.app.until(id, "queued");
    await fixture.app.reopen();
    expect(fixture.app.workspace.engine.holds().paused).toBe(true);
    expect(fixture.app.upload(id).state.phase).toBe("queued");
    fixture.app.workspace.engine.pauseQueue(false);
    await fixture.app.until(id, "complete");
  });

  it("retry failed uploads and unsaved details with retryAll", async () => {
    const { engine } = fixture.app.workspace;
    await fixture.fault({ kind: "status", status: 413, match: onUploads });
    const failed = await fixture.addOne(await fixture.newFile("all failed.mp4"));
    await fixture.app.until(failed, "failed");
    await fixture.fault({ kind: "error", code: 1006, match: onDetails });
    const unsaved = await fixture.addOne(await fixture.newFile("all unsaved.mp4"));
    await fixture.app.eventually("refused", () => fixture.app.upload(unsaved).save.state === "failed");
    engine.retryAll();
    await fixture.app.until(failed, "complete");
    await fixture.app.eventually("saved", () => fixture.app.upload(unsaved).save.state === "saved");
  });
});

describe("recovery after a restart", () => {
  it("resends interrupted uploads and keeps the rest of the queue", async () => {
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 2_000_000, times: 2 });
    const ids = await fixture.app.add(
      ...(await Promise.all(["r1", "r2", "r3"].map((name) => fixture.newFile(`${name}.mp4`, 8_000_000)))),
    );
    await fixture.app.until(ids[0] ?? "", "sending");
    const patch = { title: "typed before the end" };
    fixture.app.workspace.engine.edit(ids[2] ?? "", patch);
    await fixture.app.reopen();
    for (const id of ids) await fixture.app.until(id, "complete");
    expect(await fixture.videosNamed("r1.mp4")).toHaveLength(1);
    expect(await fixture.videosNamed("r3.mp4")).toMatchObject([{ title: "typed before the end" }]);
  });
});

describe("duplicates", () => {
  it("are detected before a byte is sent, with their video, also under another name", async () => {
    const path = await fixture.newFile("original.mp4");
    const id = await fixture.addOne(path);
    await fixture.app.until(id, "complete");
    const [video] = await fixture.videosNamed("original.mp4");
    const renamed = join(fixture.files, "renamed copy.mp4");
    await rename(path, renamed);
    const [item] = (await fixture.app.offer(renamed)).items;
    expect(item?.verdict).toMatchObject({ kind: "duplicate", videoId: video?.video_id });
  });
});
