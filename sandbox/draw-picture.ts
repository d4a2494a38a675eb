import { iconPaths } from "./icon-paths.ts";
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
const icons = Object.keys(iconPaths);

/** The icon of the product named in a title; one chosen by `seed` when it names none. */
export function iconFor(title: string, seed: number): string {
  const kind = productKinds.find(({ zh, ja, en }) => [zh, ja, en].some((name) => title.includes(name)));
  return kind?.icon ?? icons[seed % icons.length] ?? "camera";
}

function gradientOf(seed: number): string {
  const [from, to] = gradients[seed % gradients.length] ?? ["#5470e6", "#90a6f4"];
  return (
    '<linearGradient id="g" x1="0" y1="0" x2="0.35" y2="1">' +
    `<stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`
  );
}

function bubbles(random: () => number, width: number, height: number): string {
  return [0.34, 0.24, 0.16]
    .map((share) => {
      const [x, y] = [Math.round(random() * width), Math.round(random() * height)];
      return `<circle cx="${x}" cy="${y}" r="${Math.round(share * width)}" fill="#fff" fill-opacity="0.07"/>`;
    })
    .join("");
}

/** A gradient with a white icon, `width` × `height`, as SVG text. `atMs` varies the background shapes. */
export function drawPicture(input: { key: string; icon: string; width: number; height: number; atMs: number }): string {
  const { width, height } = input;
  const seed = seedOf(input.key);
  const side = Math.round(Math.min(width, height) * 0.42);
  const [x, y] = [Math.round((width - side) / 2), Math.round((height - side) / 2)];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<defs>${gradientOf(seed)}</defs><rect width="${width}" height="${height}" fill="url(#g)"/>` +
    bubbles(createRandom(seed + input.atMs), width, height) +
    `<g transform="translate(${x} ${y}) scale(${side / 100})" fill="#fff" fill-opacity="0.92" stroke-opacity="0.92">` +
    `${iconPaths[input.icon] ?? ""}</g></svg>`
  );
}

/** A profile picture with an initial, as SVG text. */
export function drawProfile(userid: string, name: string): string {
  const initial = (Array.from(name)[0] ?? "?").replace(/[<>&"]/g, "?");
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">' +
    `<defs>${gradientOf(seedOf(userid))}</defs><rect width="96" height="96" fill="url(#g)"/>` +
    '<text x="48" y="50" font-family="system-ui, sans-serif" font-size="44" font-weight="600" fill="#fff" ' +
    `text-anchor="middle" dominant-baseline="central">${initial}</text></svg>`
  );
}
