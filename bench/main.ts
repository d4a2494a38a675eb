/** `npm run bench [-- NAME …]`: what we claim about speed, each beside a reference in the same run, as a ratio. */
import { benchIntake } from "./intake.ts";
import { benchLibrary } from "./library.ts";
import { benchCommit } from "./queue-commit.ts";
import { benchRestore } from "./queue-restore.ts";
import { benchSeek } from "./seek.ts";
import { benchSpeedLimit } from "./speed-limit.ts";
import { benchTyping } from "./typing.ts";
import { benchUpload } from "./upload-throughput.ts";

const all = {
  commit: benchCommit,
  intake: benchIntake,
  library: benchLibrary,
  restore: benchRestore,
  seek: benchSeek,
  "speed-limit": benchSpeedLimit,
  typing: benchTyping,
  upload: benchUpload,
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in all));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}; there are ${Object.keys(all).join(", ")}`);
for (const [name, run] of Object.entries(all)) if (asked.length === 0 || asked.includes(name)) await run();
