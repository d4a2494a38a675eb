/** `npm run bench`: what we claim about speed, each beside a reference in the same run, as a ratio. */
import { benchCommit } from "./queue-commit.ts";
import { benchUpload } from "./upload-throughput.ts";

await benchCommit();
await benchUpload();
