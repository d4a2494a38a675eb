import { maxNameChars, sizeOfInput } from "../shared/ipc/input-bounds.ts";
import { createTokenBucket } from "../shared/ipc/token-bucket.ts";

/**
 * What all calls may take together: ten thousand small ones at once, or a few of the largest. It keeps a flood out of main's
 * memory; main limits each call by itself.
 */
const rate = { burst: 30_000, perSecond: 4000 };
/** Bytes of an input that count as much as one more call. */
const bytesOfToken = 2000;

/** The size of a call in bytes, or why it does not leave the page's process. */
type Checked = number | "invalid-input" | "too-many-calls";

/** Creates the check of each call before it is sent. `now` is in ms. */
export function createCallCheck(now: () => number): (name: unknown, input: unknown) => Checked {
  const bucket = createTokenBucket(rate, now);
  return (name, input) => {
    if (!bucket.take(1)) return "too-many-calls";
    const size = typeof name === "string" && name.length <= maxNameChars ? sizeOfInput(input) : null;
    if (size === null) return "invalid-input";
    return bucket.take(size / bytesOfToken) ? size : "too-many-calls";
  };
}
