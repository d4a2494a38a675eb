/** A downscaled greyscale frame to be rated. */
export interface CandidateFrame {
  /** Milliseconds into the video. */
  readonly atMs: number;
  /** Brightness of each pixel, 0–255, row by row. */
  readonly grey: Uint8Array;
  /** Pixels per row. */
  readonly width: number;
}

/** Sharpness as the variance of the Laplacian (Pech-Pacheco et al., 2000). */
export function sharpnessOf({ grey, width }: Pick<CandidateFrame, "grey" | "width">): number {
  const height = Math.floor(grey.length / width);
  let [sum, squares, count] = [0, 0, 0];
  const pixel = (x: number, y: number) => grey[y * width + x] ?? 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const value = pixel(x - 1, y) + pixel(x + 1, y) + pixel(x, y - 1) + pixel(x, y + 1) - 4 * pixel(x, y);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** Mean brightness, 0–255. */
export function brightnessOf({ grey }: Pick<CandidateFrame, "grey">): number {
  return grey.length === 0 ? 0 : grey.reduce((sum, value) => sum + value, 0) / grey.length;
}

/** Mean absolute pixel difference, 0–255. */
function differenceOf(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  return length === 0 ? 0 : sum / length;
}

/** Brightness limits; frames outside are fades or flashes. */
const minBrightness = 28;
const maxBrightness = 235;
/** Frames that differ by less count as the same. */
const minDifference = 12;

/** Up to `max` frames that are sharp, well lit and distinct, in video order. */
export function chooseCovers(frames: readonly CandidateFrame[], max = 3): CandidateFrame[] {
  const ranked = frames
    .map((frame) => ({ frame, sharpness: sharpnessOf(frame), brightness: brightnessOf(frame) }))
    .filter(({ brightness }) => brightness >= minBrightness && brightness <= maxBrightness)
    // At equal sharpness, prefer mid brightness.
    .map(({ frame, sharpness, brightness }) => ({
      frame,
      score: sharpness * (1 - Math.abs(brightness - 128) / 256),
    }))
    .sort((a, b) => b.score - a.score);
  const chosen: CandidateFrame[] = [];
  for (const { frame } of ranked) {
    if (chosen.length >= max) break;
    if (chosen.every((other) => differenceOf(other.grey, frame.grey) >= minDifference)) chosen.push(frame);
  }
  return chosen.sort((a, b) => a.atMs - b.atMs);
}
