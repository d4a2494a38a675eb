/** A frame as it is judged: small and grey. */
export interface JudgedFrame {
  /** Milliseconds into the video. */
  readonly atMs: number;
  /** Brightness of each pixel, 0–255, row by row. */
  readonly grey: Uint8Array;
  /** Pixels in a row. */
  readonly width: number;
}

/** How sharp a picture is: the variance of its Laplacian (Pech-Pacheco et al., 2000). */
export function sharpnessOf({ grey, width }: Pick<JudgedFrame, "grey" | "width">): number {
  const height = Math.floor(grey.length / width);
  let [sum, squares, count] = [0, 0, 0];
  const at = (x: number, y: number) => grey[y * width + x] ?? 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const value = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** How bright a picture is, 0–255. */
export function brightnessOf({ grey }: Pick<JudgedFrame, "grey">): number {
  return grey.length === 0 ? 0 : grey.reduce((sum, value) => sum + value, 0) / grey.length;
}

/** How much two pictures differ, 0–255. */
function differenceOf(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return length === 0 ? 0 : sum / length;
}

/** Darker or brighter than this is no cover: a fade, a flash. */
const darkest = 28;
const brightest = 235;
/** Two that differ by less show the same. */
const leastDifference = 12;

/** A few frames that are sharp, well lit and unlike each other, in the order of the video. */
export function chooseCovers(frames: readonly JudgedFrame[], max = 3): JudgedFrame[] {
  const judged = frames
    .map((frame) => ({ frame, sharpness: sharpnessOf(frame), brightness: brightnessOf(frame) }))
    .filter(({ brightness }) => brightness >= darkest && brightness <= brightest)
    // What is lit evenly shows more than what is nearly dark, at the same sharpness.
    .map(({ frame, sharpness, brightness }) => ({
      frame,
      score: sharpness * (1 - Math.abs(brightness - 128) / 256),
    }))
    .sort((a, b) => b.score - a.score);
  const chosen: JudgedFrame[] = [];
  for (const { frame } of judged) {
    if (chosen.length >= max) break;
    if (chosen.every((other) => differenceOf(other.grey, frame.grey) >= leastDifference)) chosen.push(frame);
  }
  return chosen.sort((a, b) => a.atMs - b.atMs);
}
