import { setTimeout as delay } from "node:timers/promises";
import { openTestWorkspace, type WorkspaceTarget } from "../../main/app/workspace.test-harness.ts";
import { titleFromFile } from "../../shared/model/template.ts";
import { newDetails } from "../../shared/model/video.ts";

/**
 * The queue in a process of its own, to be killed: `engine-process.ts TARGET FOLDER FILE REVIEW_MS` adds the file if the
 * queue is empty, after a review of that many ms, and prints the phase of its row after each commit, one per line.
 */
const [target = "{}", folder = "", file = "", reviewMs = "0"] = process.argv.slice(2);
const { workspace } = openTestWorkspace(folder, {
  ...(JSON.parse(target) as WorkspaceTarget),
  onUploads: ({ upserts }) => {
    for (const { state } of upserts) process.stdout.write(`${state.phase}\n`);
  },
});
if (workspace.engine.rows().length === 0) {
  const { reviewId, items } = await workspace.engine.intake.offer([file]);
  await delay(Number(reviewMs));
  await workspace.engine.intake.accept(
    reviewId,
    items.map(({ itemId }) => itemId),
    (fileName) => newDetails(titleFromFile(fileName), "private"),
  );
}
