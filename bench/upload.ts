import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeSparseVideo } from "../scripts/assets/sparse-video.ts";
import { type BenchedApp, withAppBehindFront } from "./app-on-sandbox.ts";
import { curlUpload, publishedUpload } from "./front/senders.ts";
import type { Front } from "./front/start-front.ts";
import { type Row, report } from "./report.ts";
import { processorMs } from "./start/process-load.ts";
import { memoryOf } from "./start/process-memory.ts";

const gib = 1024 ** 3;
const tinyBytes = 64 * 1024 ** 2;
const sampleMs = 200;

interface AppUpload {
  /** From the request's headers to its last byte, ms. */
  ms: number;
  /** Of all processes, ms. */
  processor: number;
  /** The most that all processes held, MB. */
  peak: number;
}

/** Uploads a file through the app, whose window shows the queue. */
async function appUpload({ pid, add }: BenchedApp, front: Front, path: string): Promise<AppUpload> {
  const before = processorMs(pid);
  let peak = memoryOf(pid);
  const sampling = setInterval(() => {
    peak = Math.max(peak, memoryOf(pid));
  }, sampleMs);
  await add([path]);
  const [upload] = await front.uploads(1);
  clearInterval(sampling);
  if (upload === undefined) throw new Error("nothing was uploaded");
  return { ms: upload.endMs - upload.startMs, processor: processorMs(pid) - before, peak };
}

/** How much more memory an upload of 20 GiB takes than one of 1 GiB, MB. */
async function growth(app: BenchedApp, front: Front, isTiny: boolean): Promise<number> {
  const peaks: number[] = [];
  for (const [name, bytes] of [
    ["small", isTiny ? tinyBytes : gib],
    ["large", isTiny ? tinyBytes * 4 : 20 * gib],
  ] as const) {
    const path = join(app.folder, `${name}.mp4`);
    await makeSparseVideo(path, bytes + 4096 * 1000);
    peaks.push((await appUpload(app, front, path)).peak);
    await rm(path);
  }
  return (peaks[1] ?? 0) - (peaks[0] ?? 0);
}

/** Uploads 2 GiB over loopback through the real app, its window open, beside `curl -F` and the client for npm. */
export async function benchUpload(isTiny: boolean): Promise<void> {
  const rounds = isTiny ? 1 : 5;
  const bytes = isTiny ? tinyBytes : 2 * gib;
  await withAppBehindFront({}, async (app, front) => {
    await app.page.getByRole("button", { name: /^Queue/ }).click();
    const [ours, curl, curlProcessor, published]: [AppUpload[], number[], number[], number[]] = [[], [], [], []];
    for (let round = 0; round < rounds; round += 1) {
      // A different size each time: the app sends no content twice.
      const path = join(app.folder, `film ${round}.mp4`);
      await makeSparseVideo(path, bytes + round * 4096);
      curlProcessor.push(await curlUpload(front.url, app.sandbox, path));
      curl.push(...front.takeUploads().map(({ startMs, endMs }) => endMs - startMs));
      const tookMs = await publishedUpload(front.url, app.sandbox, path);
      if (tookMs !== null) published.push(tookMs);
      front.takeUploads();
      ours.push(await appUpload(app, front, path));
      await app.page.getByText("Complete").nth(round).waitFor({ timeout: 60_000 });
      await rm(path);
    }
    const took = ours.map(({ ms }) => ms);
    const film = isTiny ? "64 MiB" : "2 GiB";
    const processor = ours.map((upload) => upload.processor);
    const rows: Row[] = [
      { name: `${film}, beside curl -F`, unit: "ms", values: took, reference: curl, target: 0.8 },
      { name: "processor time, beside curl -F", unit: "ms", values: processor, reference: curlProcessor, target: 1.5 },
    ];
    if (published.length > 0) {
      rows.push({
        name: `${film}, beside biggo-api for npm`,
        unit: "ms",
        values: took,
        reference: published,
        target: 0.4,
      });
    }
    const more = await growth(app, front, isTiny);
    rows.push({ name: "memory at 20 GiB over that at 1 GiB", unit: "MB", values: [more], target: 30 });
    report({ bench: "upload", rows, electron: app.electronPath, isTiny });
  });
}
