/** Length (s) and aspect ratio (width / height) of a film or video; null where they are not known. */
interface LengthAndShape {
  lengthSeconds: number | null;
  aspectRatio: number | null;
}

/** Maximum difference between two programs' readings of the same video's length, in seconds. */
const lengthTolerance = 1.5;
/** Maximum difference between two programs' readings of the same video's aspect ratio. */
const aspectRatioTolerance = 0.02;

/** Whether two lengths (seconds) can belong to the same video; null matches any. */
export function isSameLength(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= lengthTolerance;
}

/** Whether two aspect ratios can belong to the same video; null matches any. */
export function isSameShape(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= aspectRatioTolerance;
}

/**
 * Whether BigGo's video of one film could be taken for that of the other: both lengths are known and agree, and the shapes
 * do not differ. A film of unknown length is never recognised by it, so it is alike to none.
 */
export function areAlike(a: LengthAndShape, b: LengthAndShape): boolean {
  if (a.lengthSeconds === null || b.lengthSeconds === null) return false;
  return isSameLength(a.lengthSeconds, b.lengthSeconds) && isSameShape(a.aspectRatio, b.aspectRatio);
}
