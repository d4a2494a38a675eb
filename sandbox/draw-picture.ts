import { inflateRawSync } from "node:zlib";
import { encodePng } from "./encode-png.ts";
import iconMasks from "./icon-masks.json" with { type: "json" };
import { productKinds } from "./product-words.ts";
import { createRandom, seedOf } from "./seeded-random.ts";

const gradients: readonly (readonly [string, string])[] = [
  ["#5470e6", "#90a6f4"],
  ["#12a08d", "#7be3c3"],
  ["#f97016", "#fdb515"],
  ["#2b9f80", "#17503f"],
  ["#9d7b6f", "#44352f"],
  ["#6b52cc", "#231a4f"],
  ["#0a8fff", "#68b5ff"],
  ["#e64d55", "#ffabab"],
  ["#f8be3c", "#a76202"],
  ["#48a857", "#1d4027"],
  ["#d6409f", "#5b1a5e"],
  ["#0894b3", "#123a5c"],
];
const masks: Readonly<Record<string, string>> = iconMasks;
const icons = Object.keys(masks);
/** Pixels per row and column of a mask (scripts/assets/icon-masks.ts). */
const maskSide = 96;

/** The icon of the product named in a title; one chosen by `seed` when it names none. */
export function iconFor(title: string, seed: number): string {
  const kind = productKinds.find(({ zh, ja, en }) => [zh, ja, en].some((name) => title.includes(name)));
  return kind?.icon ?? icons[seed % icons.length] ?? "camera";
}

type Rgb = readonly [number, number, number];

const colorsOf = (seed: number) => gradients[seed % gradients.length] ?? (["#5470e6", "#90a6f4"] as const);

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** How much of the white on top covers a pixel, 0 to 1. */
type Coverage = (x: number, y: number) => number;

function bubbleCoverage(random: () => number, width: number, height: number): Coverage {
  const bubbles = [0.34, 0.24, 0.16].map((share) => ({
    x: random() * width,
    y: random() * height,
    radius: share * width,
  }));
  return (x, y) =>
    bubbles.reduce((sum, { x: cx, y: cy, radius }) => {
      // Several times faster than Math.hypot.
      const edge = radius - Math.sqrt((x - cx) ** 2 + (y - cy) ** 2) + 0.5;
      return sum + 0.07 * Math.max(0, Math.min(1, edge));
    }, 0);
}

function iconCoverage(icon: string, width: number, height: number): Coverage {
  const mask = inflateRawSync(Buffer.from(masks[icon] ?? "AwA=", "base64"));
  const side = Math.min(width, height) * 0.42;
  const [left, top] = [(width - side) / 2, (height - side) / 2];
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= maskSide || row >= maskSide ? 0 : (mask[row * maskSide + column] ?? 0) / 255;
  return (x, y) => {
    const [u, v] = [((x - left) / side) * maskSide - 0.5, ((y - top) / side) * maskSide - 0.5];
    if (u < -1 || v < -1 || u > maskSide || v > maskSide) return 0;
    const [column, row] = [Math.floor(u), Math.floor(v)];
    const [right, down] = [u - column, v - row];
    const upper = at(column, row) * (1 - right) + at(column + 1, row) * right;
    const lower = at(column, row + 1) * (1 - right) + at(column + 1, row + 1) * right;
    return 0.92 * (upper * (1 - down) + lower * down);
  };
}

/** A gradient with a white icon, `width` × `height`, as PNG. `atMs` varies the background shapes. */
export function drawPicture(input: { key: string; icon: string; width: number; height: number; atMs: number }): Buffer {
  const { width, height } = input;
  const seed = seedOf(input.key);
  const [from, to] = colorsOf(seed).map(rgbOf) as [Rgb, Rgb];
  const bubbles = bubbleCoverage(createRandom(seed + input.atMs), width, height);
  const icon = iconCoverage(input.icon, width, height);
  const rows = new Uint8Array(height * (width * 3 + 1));
  for (let y = 0, index = 0; y < height; y += 1) {
    index += 1;
    for (let x = 0; x < width; x += 1) {
      // A line from the upper left to 35 % of the lower edge.
      const share = Math.min(1, (0.35 * (x / width) + y / height) / (0.35 ** 2 + 1));
      const white = 1 - (1 - bubbles(x, y)) * (1 - icon(x, y));
      for (const channel of [0, 1, 2] as const) {
        const color = from[channel] + (to[channel] - from[channel]) * share;
        rows[index++] = color + (255 - color) * white;
      }
    }
  }
  return encodePng(width, height, rows);
}

/** A profile picture with an initial, as SVG text. */
export function drawProfile(userid: string, name: string): string {
  const initial = (Array.from(name)[0] ?? "?").replace(/[<>&"]/g, "?");
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">' +
    `<rect width="96" height="96" fill="${colorsOf(seedOf(userid))[0]}"/>` +
    '<text x="48" y="50" font-family="system-ui, sans-serif" font-size="44" font-weight="600" fill="#fff" ' +
    `text-anchor="middle" dominant-baseline="central">${initial}</text></svg>`
  );
}
