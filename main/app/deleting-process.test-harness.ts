import { setTimeout as delay } from "node:timers/promises";
import { openTestWorkspace, type WorkspaceTarget } from "./workspace.test-harness.ts";

/**
 * The library in a process of its own, to be killed: `deleting-process.ts TARGET FOLDER KIND` syncs it, deletes its first
 * two videos as KIND (`videos`, or `bulk` for a job) and prints their ids once the deletion is stored.
 */
const [target = "{}", folder = "", kind = "videos"] = process.argv.slice(2);
const { workspace } = openTestWorkspace(folder, JSON.parse(target) as WorkspaceTarget);
while (workspace.library.all().length === 0 || workspace.library.syncState().state !== "idle") await delay(20);
const videoIds = workspace.library
  .all()
  .slice(0, 2)
  .map(({ videoId }) => videoId);
if (kind === "bulk") workspace.bulk.start({ kind: "delete" }, videoIds);
else workspace.library.delete(videoIds);
process.stdout.write(`${JSON.stringify(videoIds)}\n`);
