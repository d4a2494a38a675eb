import { execFileSync } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { onApp } from "./app-on-sandbox.ts";
import { median, quantile } from "./median.ts";

/** Chunk offsets are 32 bits wide (ISO 14496-12 §8.7.5): this much can be added to them. */
const holeBytes = 4_000_000_000;
const seeks = 40;

/** Moves a film's samples behind a hole of 4 GB, without the disk for it: the index stays in front. */
async function writeBehindHole(from: string, to: string): Promise<void> {
  const film = await readFile(from);
  const media = film.indexOf("mdat") - 4;
  for (let at = film.indexOf("stco"); at !== -1 && at < media; at = film.indexOf("stco", at + 4)) {
    const entries = film.readUInt32BE(at + 8);
    for (let entry = 0; entry < entries; entry += 1) {
      const place = at + 12 + entry * 4;
      film.writeUInt32BE(film.readUInt32BE(place) + holeBytes, place);
    }
  }
  const handle = await open(to, "w");
  const free = Buffer.alloc(8);
  free.writeUInt32BE(holeBytes, 0);
  free.write("free", 4, "latin1");
  await handle.write(film, 0, media, 0);
  await handle.write(free, 0, free.length, media);
  await handle.write(film, media, film.length - media, media + holeBytes);
  await handle.close();
}

/** Runs in the page: so many seeks all over the film, each until its frame is there, ms. */
const seekAbout = `(async () => {
  const video = document.querySelector("aside video");
  while (video.readyState < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const took = [];
  for (let at = 0; at < ${seeks}; at += 1) {
    const startMs = performance.now();
    const there = new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
    video.currentTime = ((at * 0.618034) % 1) * video.duration * 0.98;
    await there;
    took.push(performance.now() - startMs);
  }
  return took;
})()`;

async function measure(page: Page, file: string, title: string): Promise<number[]> {
  await dropFiles(page, [file]);
  await page.getByRole("dialog").waitFor();
  await page.getByRole("button", { name: "Upload 1 video" }).click();
  await page.getByRole("gridcell", { name: title }).click();
  const took = await page.evaluate<number[]>(seekAbout);
  await page.getByRole("button", { name: "Close", exact: true }).click();
  return took;
}

/** Seeking in a local file of 4 GB through the app's own protocol, beside the same film without the hole. */
export async function benchSeek(): Promise<void> {
  await onApp({ sandbox: [] }, async ({ page, folder }) => {
    const [small, large] = [join(folder, "small.mp4"), join(folder, "large.mp4")];
    const source = ["-f", "lavfi", "-i", "testsrc2=size=720x1280:rate=30:duration=60"];
    const coded = ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-movflags", "+faststart", small];
    execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...source, "-pix_fmt", "yuv420p", ...coded]);
    await writeBehindHole(small, large);
    await page.getByRole("button", { name: /^Queue/ }).click();
    await page.getByRole("button", { name: "Pause queue" }).click();
    await page.getByRole("button", { name: /^Library/ }).click();
    const reference = await measure(page, small, "small");
    const took = await measure(page, large, "large");
    console.log(
      `seek in 4 GB: median ${median(took).toFixed(0)} ms, p95 ${quantile(took, 0.95).toFixed(0)} ms; in ` +
        `the same film of a few MB ${median(reference).toFixed(0)} and ${quantile(reference, 0.95).toFixed(0)} ms, ` +
        `ratio ${(median(took) / median(reference)).toFixed(2)}`,
    );
  });
}
