/** `npm run huge-file`: sends a sparse file of 100 GB through the engine; `npm test` sends 8 GB. */
import { commandOf } from "./run/paths.ts";
import { runVisibly } from "./run/process.ts";

process.env.BIGGO_UPLOADER_HUGE_GB = "100";
const command = [commandOf("vitest"), "run", "--project", "engine", "upload-table", "-t", "sparse file beyond"];
process.exitCode = await runVisibly(process.execPath, command);
