import { deflateRawSync } from "node:zlib";
import Vips from "wasm-vips";

/** Pixels per row and column of a mask. */
const side = 96;

/**
 * The coverage of white icons on a 100 × 100 canvas: 96 × 96 bytes, compressed (RFC 1951), as base64. Sixteen levels are
 * enough for smooth edges.
 */
export async function makeIconMasks(paths: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const vips = await Vips({ dynamicLibraries: ["vips-resvg.wasm"] });
  const maskOf = (path: string): string => {
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${side}" height="${side}">` +
      `<g fill="#fff">${path}</g></svg>`;
    const image = vips.Image.svgloadBuffer(Buffer.from(svg));
    const coverage = image.extractBand(image.bands - 1).writeToMemory();
    return deflateRawSync(
      coverage.map((value) => Math.round(value / 17) * 17),
      { level: 9 },
    ).toString("base64");
  };
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, maskOf(path)]));
}
