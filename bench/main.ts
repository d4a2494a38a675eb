/** `npm run bench [-- NAME … --tiny]`: measures our performance claims, each relative to a reference in the same run. */
import { parseArgs } from "node:util";
import { benchBridge } from "./bridge.ts";
import { benchIntake } from "./intake.ts";
import { benchLibrary } from "./library.ts";
import { benchMemory } from "./memory.ts";
import { benchParallel } from "./parallel.ts";
import { benchQueue } from "./queue.ts";
import { benchCommit } from "./queue-commit.ts";
import { benchResponsiveness } from "./responsiveness.ts";
import { benchSeek } from "./seek.ts";
import { benchSpeedLimit } from "./speed-limit.ts";
import { benchStart } from "./start.ts";
import { benchTyping } from "./typing.ts";
import { benchUpload } from "./upload.ts";

const all = {
  bridge: benchBridge,
  commit: benchCommit,
  intake: benchIntake,
  library: benchLibrary,
  memory: benchMemory,
  parallel: benchParallel,
  queue: benchQueue,
  responsiveness: benchResponsiveness,
  seek: benchSeek,
  "speed-limit": benchSpeedLimit,
  start: benchStart,
  typing: benchTyping,
  upload: benchUpload,
};
const { values, positionals: requested } = parseArgs({
  options: { tiny: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = requested.filter((name) => !(name in all));
if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(", ")}. Available: ${Object.keys(all).join(", ")}`);
for (const [name, run] of Object.entries(all))
  if (requested.length === 0 || requested.includes(name)) await run(values.tiny);
// Timers of a client that was measured may still be waiting.
process.exit();
