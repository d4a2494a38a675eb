import { systemClock } from "../foundation/clock.ts";
import { startNodeChild } from "../foundation/node-child.test-harness.ts";
import { createPictureDecoder, type PictureDecoder } from "./picture-decoder.ts";

/** A picture decoder over real processes, for tests. */
export function createNodePictureDecoder(): PictureDecoder {
  const start = () => startNodeChild(new URL("./picture-process.ts", import.meta.url));
  return createPictureDecoder({ start, after: systemClock.after, log: () => {} });
}
