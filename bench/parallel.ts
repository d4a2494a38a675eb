import { join } from "node:path";
import { makeSparseVideo } from "../scripts/assets/sparse-video.ts";
import { callBridge } from "../scripts/window/call-bridge.ts";
import { type BenchedApp, withAppBehindFront } from "./app-on-sandbox.ts";
import { curlUpload } from "./front/senders.ts";
import type { Front, ReceivedUpload } from "./front/start-front.ts";
import { type Row, report } from "./report.ts";

const mib = 1024 ** 2;
const resets = 0.05;

const spanMs = (uploads: readonly ReceivedUpload[]) =>
  Math.max(...uploads.map(({ endMs }) => endMs)) - Math.min(...uploads.map(({ startMs }) => startMs));

/** The bytes that arrived and had to be sent again, as a share of what was to be sent, %. */
function wasted(uploads: readonly ReceivedUpload[]): number {
  const bytesOf = (whole: boolean) =>
    uploads.filter((upload) => upload.whole === whole).reduce((sum, { bytes }) => sum + bytes, 0);
  return (bytesOf(false) / bytesOf(true)) * 100;
}

async function makeFilms({ folder }: BenchedApp, name: string, count: number, bytes: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, at) => join(folder, `${name} ${at}.mp4`));
  // Each of another size: the app sends no content twice.
  for (const [at, path] of paths.entries()) await makeSparseVideo(path, bytes + at * 4096);
  return paths;
}

async function measure(app: BenchedApp, front: Front, { latencyMs, isTiny }: { latencyMs: number; isTiny: boolean }) {
  const [count, bytes] = isTiny ? [4, mib] : [40, 64 * mib];
  const rows: Row[] = [];
  const films = await makeFilms(app, "curl", count, bytes);
  for (const path of films) await curlUpload(front.url, app.sandbox, path);
  const reference = [spanMs(front.takeUploads())];
  for (const [at, parallel] of [1, 2, 4].entries()) {
    await callBridge(app.page, "settings.set", { parallelUploads: parallel });
    const paths = await makeFilms(app, `film ${parallel}`, count, bytes + (at + 1) * mib);
    await app.add(paths);
    const uploads = await front.uploads(count);
    const name = `${latencyMs} ms, ${parallel} at a time`;
    // With one at a time there is nothing to gain but what is lost between two uploads.
    const target = parallel === 1 ? {} : { target: 1 };
    rows.push({ name, unit: "ms", values: [spanMs(uploads)], reference, ...target });
    rows.push({ name: `${name}: bytes sent again`, unit: "%", values: [wasted(uploads)] });
  }
  return rows;
}

/** Uploads 40 films of 64 MiB, 1, 2 and 4 at a time, over slow ways that reset every twentieth, beside curl. */
export async function benchParallel(isTiny: boolean): Promise<void> {
  const rows: Row[] = [];
  let electron = "";
  for (const latencyMs of isTiny ? [5] : [20, 100]) {
    await withAppBehindFront({ latencyMs, resets: isTiny ? 0 : resets }, async (app, front) => {
      electron = app.electronPath;
      rows.push(...(await measure(app, front, { latencyMs, isTiny })));
    });
  }
  report({ bench: "parallel", rows, electron, isTiny });
}
