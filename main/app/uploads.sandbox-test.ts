import { createHash } from "node:crypto";
import { appendFile, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { onDetails, onUploads, prepareUploads } from "./uploads.test-harness.ts";

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
    let max = 0;
    await at.app.eventually("all complete", () => {
      const phases = ids.map((id) => at.app.upload(id).state.phase);
      max = Math.max(max, phases.filter((phase) => phase === "sending" || phase === "confirming").length);
      return phases.every((phase) => phase === "complete");
    });
    expect(max).toBe(2);
  });

  it("sends edits made while uploading after the upload, and later ones to the video", async () => {
    await at.fault({ kind: "slow-read", bytesPerSecond: 8_000_000 });
    const id = await at.addOne(await at.newFile("edited.mp4", 16_000_000));
    await at.app.until(id, "sending");
    const patch = { title: "New 標題", description: "Typed early", access: "unlisted" as const };
    at.app.workspace.engine.edit(id, patch);
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
    at.app.workspace.engine.cancel(id);
    expect(at.app.upload(id).state.phase).toBe("cancelled");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await at.videosNamed("cancelled.mp4")).toEqual([]);
    at.app.workspace.engine.retry(id);
    await at.app.until(id, "complete");
  });

  it("pauses and resumes a row and the queue", async () => {
    at.app.workspace.engine.pauseQueue(true);
    const id = await at.addOne(await at.newFile("paused.mp4"));
    await at.app.until(id, "queued");
    at.app.workspace.engine.pause(id);
    at.app.workspace.engine.pauseQueue(false);
    expect(at.app.upload(id).state.phase).toBe("paused");
    at.app.workspace.engine.resume(id);
    await at.app.until(id, "complete");
  });

  it("a short pause costs no bytes, a long one lets the connection go", async () => {
    const { engine } = at.app.workspace;
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
        await at.fault({ kind: "slow-read", bytesPerSecond: 10_000_000, times: attempts });
        id = await at.addOne(await at.newFile(`pause of ${what} for ${ms}.mp4`, 20_000_000));
        await at.app.until(id, "sending");
        await new Promise((resolve) => setTimeout(resolve, 200));
        pause();
        const sent = () => at.app.workspace.engine.progress().rows[0]?.sentBytes;
        // The chunk that was on its way has gone by then.
        await new Promise((resolve) => setTimeout(resolve, 300));
        const before = sent();
        await new Promise((resolve) => setTimeout(resolve, ms - 300));
        if (attempts === 1) expect(sent()).toBe(before);
        resume();
        expect((await at.app.until(id, "complete")).attempts).toBe(attempts);
      }
    }
  });

  it("puts the queue in order: what is moved to the front goes first", async () => {
    const { engine } = at.app.workspace;
    engine.pauseQueue(true);
    const paths = await Promise.all(["x1", "x2", "x3", "x4"].map((name) => at.newFile(`${name}.mp4`)));
    const [first = "", second = "", third = "", fourth = ""] = await at.app.add(...paths);
    engine.move(fourth, first);
    engine.move(second, null);
    await at.app.reopen();
    for (const id of [first, second, third, fourth]) await at.app.until(id, "queued");
    at.app.workspace.engine.pauseQueue(false);
    for (const id of [first, second, third, fourth]) await at.app.until(id, "complete");
    const { videos } = await at.sandbox.state();
    const order = videos
      .filter(({ file_name }) => file_name.startsWith("x"))
      .sort((a, b) => a.created_ms - b.created_ms);
    // Two at a time: the pair that went first, and the one after it.
    expect(new Set(order.slice(0, 2).map(({ file_name }) => file_name))).toEqual(new Set(["x4.mp4", "x1.mp4"]));
  });

  it("stays paused through a restart", async () => {
    at.app.workspace.engine.pauseQueue(true);
    const id = await at.addOne(await at.newFile("still paused.mp4"));
    await at.app.until(id, "queued");
    await at.app.reopen();
    expect(at.app.workspace.engine.holds().paused).toBe(true);
    expect(at.app.upload(id).state.phase).toBe("queued");
    at.app.workspace.engine.pauseQueue(false);
    await at.app.until(id, "complete");
  });

  it("tries all again at once: what failed, what waits, what lacks its file, what was not saved", async () => {
    const { engine } = at.app.workspace;
    await at.fault({ kind: "status", status: 413, match: onUploads });
    const failed = await at.addOne(await at.newFile("all failed.mp4"));
    await at.app.until(failed, "failed");
    await at.fault({ kind: "error", code: 1006, match: onDetails });
    const unsaved = await at.addOne(await at.newFile("all unsaved.mp4"));
    await at.app.eventually("refused", () => at.app.upload(unsaved).save.state === "failed");
    engine.retryAll();
    await at.app.until(failed, "complete");
    await at.app.eventually("saved", () => at.app.upload(unsaved).save.state === "saved");
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
    at.app.workspace.engine.edit(ids[2] ?? "", patch);
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
    expect(item?.verdict).toMatchObject({ kind: "duplicate", videoId: video?.video_id });
  });
});
