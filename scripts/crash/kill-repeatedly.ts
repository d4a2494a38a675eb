import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRandom } from "../../sandbox/seeded-random.ts";
import type { CrashTestActors } from "./find-violations.ts";
import type { Gateway } from "./gateway.ts";
import { startObservedApp } from "./observed-app.ts";
import { planRound, type RoundPlan } from "./plan-round.ts";
import { readQueue, waitForPhase } from "./queue-on-disk.ts";
import { editInWindow, type PublishedVideo, startDrivenApp } from "./window-edits.ts";

/** The kills, and what the app is started with. */
export interface KillOptions extends CrashTestActors {
  gateway: Gateway;
  kills: number;
  seed: number;
  bodiesInVain: boolean;
  electron: string;
  data: string;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
}

/** How long a kill waits for a phase, ms. */
const phaseTimeoutMs = 10_000;
/**
 * A row of these phases, or one not added yet, lists BigGo's videos before its next last bytes: what the second device
 * uploads until then is known not to be its own, even where only time distinguishes them.
 */
const phasesBeforeListing = new Set(["queued", "sending", "complete"]);

/** The arguments that add the files missing from the queue, including those whose commit a kill prevented. */
export function argsToAddMissing(data: string, paths: readonly string[]): string[] {
  const known = new Set(readQueue(data).map((row) => row.fileName));
  const missing = paths.filter((path) => !known.has(basename(path)));
  return missing.length === 0 ? [] : ["--add", ...missing];
}

/** The second device uploads a video as long as one of the files, rather one that is not complete. */
async function uploadForeign(options: KillOptions, upload: NonNullable<RoundPlan["closedUpload"]>): Promise<void> {
  const phases = new Map(readQueue(options.data).map((row) => [row.fileName, row.phase]));
  const files = options.paths.map((path, index) => ({ index, phase: phases.get(basename(path)) ?? "queued" }));
  const fitting = files.filter(({ phase }) => upload.kind !== "twin" || phasesBeforeListing.has(phase));
  const unfinished = fitting.filter(({ phase }) => phase !== "complete");
  const choices = unfinished.length > 0 ? unfinished : fitting;
  const chosen = choices[Math.floor(upload.choice * choices.length)];
  if (chosen !== undefined) await options.device.upload(upload.kind, chosen.index);
}

async function actWhileOpen(options: KillOptions, plan: RoundPlan): Promise<void> {
  const upload = async () => {
    if (plan.openUpload === null) return;
    await delay(plan.openUpload.afterMs);
    await uploadForeign(options, plan.openUpload);
  };
  const edit = async () => {
    if (plan.foreignEdit === null) return;
    await delay(plan.foreignEdit.afterMs);
    await options.device.edit(plan.foreignEdit.choice);
  };
  await Promise.all([upload(), edit()]);
}

async function prepareServer({ sandbox, gateway, device }: KillOptions, plan: RoundPlan): Promise<void> {
  await gateway.clear();
  await device.signIn();
  const { bytesPerSecond } = plan;
  await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond, times: 0 });
  for (const answer of plan.answers) await gateway.answer(answer);
  const match = { method: "POST", path: "^/api/v1/video/$" };
  if (plan.losesResponse) await sandbox.control("POST", "faults", { kind: "drop-answer", match });
}

/** Runs the app without remote control until the kill is due. */
async function runObserved(options: KillOptions, plan: RoundPlan, args: readonly string[]): Promise<string> {
  const app = startObservedApp({ ...options, args });
  const foreign = actWhileOpen(options, plan);
  if (plan.trigger === "any time") await delay(plan.delayMs);
  else await waitForPhase(options.data, plan.trigger, phaseTimeoutMs);
  await app.kill();
  await foreign;
  return plan.trigger;
}

/** Edits a published video in the window, and kills the app soon after it was stored. */
async function runDriven(
  options: KillOptions,
  plan: RoundPlan & { edit: NonNullable<RoundPlan["edit"]> },
  round: { kill: number; args: readonly string[]; published: readonly PublishedVideo[] },
): Promise<string> {
  const app = await startDrivenApp({ ...options, args: round.args });
  const foreign = actWhileOpen(options, plan);
  const text = `${plan.edit.field} of kill ${round.kill}`;
  const what = await editInWindow(app.page, options.typed, { ...plan.edit, published: round.published, text });
  await delay(plan.edit.killAfterMs);
  await app.kill();
  await foreign;
  return what;
}

/** The first file is published undisturbed, so that there is a video to edit from the first kill on. */
async function publishFirst(options: KillOptions): Promise<void> {
  const app = startObservedApp({ ...options, args: argsToAddMissing(options.data, options.paths.slice(0, 1)) });
  await waitForPhase(options.data, "complete", 60_000);
  await app.kill();
}

/** Kills the app `kills` times, each time after what {@link planRound} draws. */
export async function killRepeatedly(options: KillOptions): Promise<void> {
  await publishFirst(options);
  const random = createRandom(options.seed);
  const { kills, paths, data } = options;
  for (let kill = 1; kill <= kills; kill += 1) {
    const plan = planRound(random, options);
    // Files are added a few at a time, so that each kill finds some in progress.
    const due = paths.slice(0, Math.min(paths.length, 3 + Math.floor((kill / kills) * paths.length)));
    await prepareServer(options, plan);
    if (plan.closedUpload !== null) await uploadForeign(options, plan.closedUpload);
    const args = argsToAddMissing(data, due);
    const complete = readQueue(data).filter((row) => row.phase === "complete");
    const published = complete.flatMap(({ id, videoId }) => (videoId === null ? [] : [{ rowId: id, videoId }]));
    const { edit } = plan;
    const what =
      edit === null || published.length === 0
        ? await runObserved(options, plan, args)
        : await runDriven(options, { ...plan, edit }, { kill, args, published });
    const done = readQueue(data).filter((row) => row.phase === "complete").length;
    const answers = plan.answers.map(({ place, status }) => `, ${status} to ${place}`).join("");
    options.log(`kill ${kill} of ${kills} (${what}${answers}): ${done} of ${paths.length} complete`);
  }
  await options.gateway.clear();
}
