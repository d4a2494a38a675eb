import { systemClock } from "../foundation/clock.ts";
import { startNodeChild } from "../foundation/node-child.test-harness.ts";
import { createMediaReader, type MediaReader } from "./media-reader.ts";

/** A media reader over real processes, for tests. */
export function createNodeMediaReader(): MediaReader {
  const start = () => startNodeChild(new URL("./media-process.ts", import.meta.url));
  return createMediaReader({ start, after: systemClock.after, log: () => {} });
}
