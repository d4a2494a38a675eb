import { execFileSync } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { withApp } from "./app-on-sandbox.ts";
import { type Row, report } from "./report.ts";

/** Fits chunk offsets of 32 bits (ISO 14496-12 §8.7.5). */
const holeBytes = 4_000_000_000;

/** Moves a video's samples behind a 4 GB hole of a sparse file; the index stays at the front. */
async function writeBehindHole(from: string, to: string): Promise<void> {
  const video = await readFile(from);
  const media = video.indexOf("mdat") - 4;
  for (let at = video.indexOf("stco"); at !== -1 && at < media; at = video.indexOf("stco", at + 4)) {
    const entries = video.readUInt32BE(at + 8);
    for (let entry = 0; entry < entries; entry += 1) {
      const position = at + 12 + entry * 4;
      video.writeUInt32BE(video.readUInt32BE(position) + holeBytes, position);
    }
  }
  const handle = await open(to, "w");
  const free = Buffer.alloc(8);
  free.writeUInt32BE(holeBytes, 0);
  free.write("free", 4, "latin1");
  await handle.write(video, 0, media, 0);
  await handle.write(free, 0, free.length, media);
  await handle.write(video, media, video.length - media, media + holeBytes);
  await handle.close();
}

/** Runs in the page: seeks across the whole video; returns the ms until each frame is available. */
const seekTimes = (seeks: number) => `(async () => {
  const video = document.querySelector("aside video");
  while (video.readyState < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const took = [];
  for (let at = 0; at < ${seeks}; at += 1) {
    const startMs = performance.now();
    const seeked = new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
    video.currentTime = ((at * 0.618034) % 1) * video.duration * 0.98;
    await seeked;
    took.push(performance.now() - startMs);
  }
  return took;
})()`;

async function measure(page: Page, { file, seeks }: { file: string; seeks: number }): Promise<number[]> {
  await dropFiles(page, [file]);
  await page.getByRole("dialog").waitFor();
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  await page.getByRole("gridcell", { name: basename(file, ".mp4") }).click();
  const took = await page.evaluate<number[]>(seekTimes(seeks));
  await page.getByRole("button", { name: "Close", exact: true }).click();
  return took;
}

/** Measures seeking in a 4 GB local file over the app's protocol, relative to the same video without the hole. */
export async function benchSeek(isTiny: boolean): Promise<void> {
  await withApp({ sandbox: [] }, async ({ page, folder, electronPath }) => {
    const seeks = isTiny ? 4 : 40;
    const [small, large] = [join(folder, "small.mp4"), join(folder, "large.mp4")];
    const source = ["-f", "lavfi", "-i", "testsrc2=size=720x1280:rate=30:duration=60"];
    const coded = ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-movflags", "+faststart", small];
    execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...source, "-pix_fmt", "yuv420p", ...coded]);
    await writeBehindHole(small, large);
    await page.getByRole("button", { name: /^Queue/ }).click();
    await page.getByRole("button", { name: "Pause queue" }).click();
    await page.getByRole("button", { name: /^Library/ }).click();
    const reference = await measure(page, { file: small, seeks });
    const took = await measure(page, { file: large, seeks });
    const rows: Row[] = [
      { name: "seek in 4 GB, beside the same video without the hole", unit: "ms", values: took, reference },
    ];
    report({ bench: "seek", rows, electron: electronPath, isTiny });
  });
}
