import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, chmod, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import type { UploadFixture } from "../../main/app/uploads.test-harness.ts";
import { makeSparseVideo } from "../../scripts/assets/sparse-video.ts";

export async function fileIsAway(at: UploadFixture): Promise<void> {
  const { engine } = at.app.workspace;
  const drive = join(at.files, "drive");
  await mkdir(drive);
  const changes: [string, string, (path: string) => Promise<unknown>, (path: string) => Promise<unknown>][] = [
    ["deleted", "missing", (path) => rename(path, `${path}.gone`), (path) => rename(`${path}.gone`, path)],
    ["on a drive", "missing", () => rename(drive, `${drive}.off`), () => rename(`${drive}.off`, drive)],
    [
      "a directory",
      "unreadable",
      (path) => rename(path, `${path}.gone`).then(() => mkdir(path)),
      (path) => rm(path, { recursive: true }).then(() => rename(`${path}.gone`, path)),
    ],
    [
      "a loop",
      "unreadable",
      (path) => rename(path, `${path}.gone`).then(() => symlink(path, path)),
      (path) => rm(path).then(() => rename(`${path}.gone`, path)),
    ],
    [
      "emptied",
      "changed",
      (path) => rename(path, `${path}.gone`).then(() => writeFile(path, "")),
      (path) => rename(`${path}.gone`, path),
    ],
  ];
  if (process.getuid?.() !== 0) {
    changes.push(["locked", "unreadable", (path) => chmod(path, 0o000), (path) => chmod(path, 0o644)]);
  }
  for (const [what, reason, takeAway, bringBack] of changes) {
    engine.setSignedOut(true);
    const path = await at.newFile(join(what === "on a drive" ? "drive" : ".", `${what}.mp4`));
    const [away = "", stays = ""] = await at.app.add(path, await at.newFile(`beside ${what}.mp4`));
    await at.app.until(away, "queued");
    await takeAway(path);
    engine.setSignedOut(false);
    await at.app.until(stays, "complete");
    expect((await at.app.until(away, "needsFile")).state, what).toMatchObject({ reason });
    await bringBack(path);
    await at.app.until(away, "complete");
  }
  // An empty file, a directory or a loop is refused when it is added.
  await writeFile(join(at.files, "empty.mp4"), "");
  await symlink(join(at.files, "loop.mp4"), join(at.files, "loop.mp4"));
  const review = await at.app.offer(join(at.files, "empty.mp4"), join(at.files, "loop.mp4"), join(at.files, "no.mp4"));
  const verdicts = review.items.map(({ verdict }) => (verdict.kind === "refused" ? verdict.code : verdict.kind));
  expect(verdicts).toEqual(["file-empty", "file-unreadable", "file-missing"]);
}

export async function fileChanges(at: UploadFixture): Promise<void> {
  const changes: [string, (path: string) => Promise<unknown>][] = [
    ["truncated", (path) => truncate(path, 2_000_000)],
    ["grown", (path) => appendFile(path, "more")],
    ["replaced", async (path) => rename(await at.newFile("other.mp4", 6_000_000), path)],
    ["touched", (path) => utimes(path, new Date(), new Date(1_000_000_000_000))],
  ];
  for (const [how, change] of changes) {
    const before = (await at.sandbox.state()).counts.uploadsCommitted;
    await at.fault({ kind: "slow-read", bytesPerSecond: 2_000_000 });
    const path = await at.newFile(`${how}.mp4`, 6_000_000);
    const id = await at.addOne(path);
    await at.app.until(id, "sending");
    await change(path);
    expect((await at.app.until(id, "needsFile")).state).toMatchObject({ reason: "changed" });
    expect((await at.sandbox.state()).counts.uploadsCommitted).toBe(before);
    await at.app.workspace.engine.acceptChangedFile(id);
    await at.app.until(id, "complete");
    expect(await at.videosNamed(`${how}.mp4`)).toHaveLength(1);
  }
}

/** More than 32 bits can count; `npm run huge-file` sends 100 GB. */
const hugeBytes = Number(process.env.BIGGO_UPLOADER_HUGE_GB ?? 8) * 1024 ** 3;

export async function hugeFile(at: UploadFixture): Promise<void> {
  const sink = spawn(process.execPath, [new URL("../../bench/sink.ts", import.meta.url).pathname], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(sink.stdout);
  const [port] = (await once(lines, "line")) as [string];
  const other = await at.openOther({ url: `http://127.0.0.1:${port}` });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  try {
    const path = join(at.files, "Huge.mp4");
    await makeSparseVideo(path, hugeBytes);
    const [id = ""] = await other.add(path);
    const took = once(lines, "line") as Promise<[string]>;
    await other.until(id, "sending");
    const before = process.memoryUsage().rss;
    delay.enable();
    let max = 0;
    const endMs = performance.now() + 280_000;
    while (other.upload(id).state.phase === "sending" && performance.now() < endMs) {
      max = Math.max(max, process.memoryUsage().rss - before);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    delay.disable();
    const [announced, received, fileSize] = (await took)[0].split(" ").map(Number);
    expect(fileSize).toBe(hugeBytes);
    expect(received).toBe(announced);
    expect(received).toBeGreaterThan(hugeBytes);
    expect(delay.percentile(99) / 1e6).toBeLessThan(100);
    expect(max).toBeLessThan(150e6);
  } finally {
    await other.close();
    sink.kill();
    await once(sink, "exit");
  }
}

const longName = `${"開箱".repeat(41)}-ends.mp4`;

export async function namesArrive(at: UploadFixture): Promise<void> {
  const names = ['a "quote".mp4', "two\nlines\rhere.mp4", "back\\slash.mp4", "🎧 headphones.mp4", "開箱.mp4", longName];
  expect(Buffer.byteLength(longName)).toBe(255);
  for (const name of names) {
    const id = await at.addOne(await at.newFile(name));
    await at.app.until(id, "complete");
    // WHATWG: only quotes and line breaks are percent-encoded (HTML, "multipart form data").
    const sent = name.replaceAll('"', "%22").replaceAll("\n", "%0A").replaceAll("\r", "%0D");
    const { videos } = await at.sandbox.state();
    expect(videos.filter(({ file_name }) => file_name === name || file_name === sent)).toHaveLength(1);
  }
  // Not UTF-8: no JavaScript string represents these bytes.
  const odd = Buffer.concat([Buffer.from(`${at.files}/`), Buffer.from([0x62, 0xe4, 0xf6]), Buffer.from(".mp4")]);
  await rename(await at.newFile("odd.mp4"), odd);
  const { items } = await at.app.offer(at.files);
  const refused = items.filter(({ verdict }) => verdict.kind === "refused");
  expect(refused).toMatchObject([{ verdict: { code: "file-name-unusable" } }]);
}
