import type { PictureVerdict } from "../../shared/model/pictures.ts";

/** A picture, scaled to a few pixels in shades of grey (0–255), row by row; all have the same size. */
export type GreyPicture = Readonly<Uint8Array>;

/** Below this spread of brightness a picture is a fade or a card of one colour, and says nothing. */
const minSpread = 8;
/** Two programs' pictures of one frame differ by scaling and compression only. */
const sameAbove = 0.93;
/** Frames of other films are rarely this alike. */
const differentBelow = 0.7;

function spreadOf(picture: GreyPicture): { mean: number; spread: number } {
  const mean = picture.reduce((sum, value) => sum + value, 0) / picture.length;
  const squares = picture.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / picture.length) };
}

/** Pearson's correlation of two pictures: 1 for the same one at any brightness and contrast. */
export function likenessOf(a: GreyPicture, b: GreyPicture): number {
  const [ofA, ofB] = [spreadOf(a), spreadOf(b)];
  if (a.length !== b.length || ofA.spread === 0 || ofB.spread === 0) return 0;
  const product = a.reduce((sum, value, index) => sum + (value - ofA.mean) * ((b[index] ?? 0) - ofB.mean), 0);
  return product / (a.length * ofA.spread * ofB.spread);
}

/** Whether a video's pictures show frames of the film. */
export function judgePictures(pictures: readonly GreyPicture[], frames: readonly GreyPicture[]): PictureVerdict {
  const meaningful = pictures.filter((picture) => spreadOf(picture).spread >= minSpread);
  const likest = meaningful.map((picture) => Math.max(-1, ...frames.map((frame) => likenessOf(picture, frame))));
  if (likest.length === 0 || frames.length === 0) return "unknown";
  if (likest.every((likeness) => likeness >= sameAbove)) return "same";
  return likest.every((likeness) => likeness < differentBelow) ? "different" : "unknown";
}
