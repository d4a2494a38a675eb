/**
 * `node scripts/make-assets.ts`: regenerates the sample video and the icons in assets/. The files are committed; run
 * this only after changing their design. Requires ffmpeg and rsvg-convert (Debian: librsvg2-bin).
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { iconPaths } from "../sandbox/icon-paths.ts";
import { type IconImage, packIcns, packIco } from "./assets/icon-container.ts";
import { makeIconMasks } from "./assets/icon-masks.ts";
import { makeSampleVideo } from "./assets/sample-video.ts";

const assets = join(import.meta.dirname, "..", "assets");

function renderIcon(side: number): IconImage {
  const size = ["-w", `${side}`, "-h", `${side}`];
  return { side, png: execFileSync("rsvg-convert", [...size, join(assets, "icon.svg")], { maxBuffer: 1 << 26 }) };
}

function makeIcons(): void {
  const images = [16, 24, 32, 48, 64, 128, 256, 512, 1024].map(renderIcon);
  mkdirSync(join(assets, "icons"), { recursive: true });
  for (const { side, png } of images) {
    const name = side === 1024 ? "icon.png" : join("icons", `${side}x${side}.png`);
    writeFileSync(join(assets, name), png);
  }
  writeFileSync(join(assets, "icon.ico"), packIco(images.filter((image) => image.side <= 256)));
  writeFileSync(join(assets, "icon.icns"), packIcns(images));
}

makeIcons();
console.log("assets: generated the icons");
const masks = join(import.meta.dirname, "..", "sandbox", "icon-masks.json");
writeFileSync(masks, `${JSON.stringify(await makeIconMasks(iconPaths), null, 2)}\n`);
console.log("assets: generated the icons of practice mode's pictures");
await makeSampleVideo(join(assets, "sample.mp4"));
console.log("assets: generated sample.mp4");
