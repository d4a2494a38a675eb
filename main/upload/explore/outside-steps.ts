import { report, start } from "./explored-app.ts";
import { change, crash, type Run, uploadOf } from "./run.ts";
import { benign, possible, type Step } from "./step.ts";
import { type ExploredUpload, nameOf, type World } from "./world.ts";

/** Whether the file is read next: what happens to it earlier makes no difference. */
function isRead({ row, transfer }: ExploredUpload): boolean {
  const { phase } = row.state;
  return (
    phase === "checking" || phase === "needsFile" || transfer?.stage === "opening" || transfer?.stage === "sending"
  );
}

function fileSteps(world: World, upload: number): Step[] {
  const explored = uploadOf(world, upload);
  const { file, changesLeft, row } = explored;
  const name = nameOf(upload);
  const disappear = possible(`${name}: the file disappears`, (run) => change(run.world, upload, { file: "missing" }));
  const alter = possible(`${name}: the file changes`, (run) =>
    change(run.world, upload, { file: "changed", changesLeft: changesLeft - 1 }),
  );
  const comeBack = benign(`${name}: the file is back`, (run) => change(run.world, upload, { file: "same" }));
  const isFound = world.running && row.state.phase === "needsFile" && file === "missing";
  const find = benign(`${name}: the file is found under another path`, (run) => {
    change(run.world, upload, { file: "same" });
    report(run, upload, { type: "fileMoved", file: row.file });
  });
  const alterations = changesLeft > 0 ? [alter] : [];
  if (file === "same") return isRead(explored) ? [disappear, ...alterations] : [];
  return file === "missing" ? [comeBack, ...(isFound ? [find] : [])] : [];
}

const networkPhases: ReadonlySet<string> = new Set(["waiting", "uncertain", "saving"]);

function goOnline(run: Run): void {
  const { world } = run;
  world.offline = false;
  for (const [upload, { row, transfer }] of world.uploads.entries()) {
    if (transfer !== null) change(world, upload, { transfer: { ...transfer, suspect: true } });
    if (networkPhases.has(row.state.phase)) report(run, upload, { type: "networkReturned" });
  }
}

function endHold(run: Run): void {
  run.world.held = false;
  for (const [upload, { row }] of run.world.uploads.entries()) {
    const isUnsaved = row.saveError === null && row.savedRevision < row.detailsRevision;
    if (isUnsaved) report(run, upload, { type: "saveRequested" });
  }
}

/** Whether the upload has a request on its way, or waits for the network. */
function needsNetwork({ row, transfer, reconcile, saving }: ExploredUpload): boolean {
  const isWaiting = row.state.phase === "waiting" || row.state.phase === "uncertain";
  return isWaiting || transfer !== null || reconcile !== null || saving !== null;
}

function processSteps(world: World): Step[] {
  if (!world.running) return [benign("the app starts", start)];
  const lose = possible("the network is lost", (run) => {
    run.world.offline = true;
  });
  const end = benign("what the queue was held for ends", endHold);
  return [
    possible("the app is killed", ({ world: killed }) => crash(killed)),
    ...(world.offline ? [benign("the network returns", goOnline)] : world.uploads.some(needsNetwork) ? [lose] : []),
    ...(world.held ? [end] : []),
  ];
}

/** What may happen around the app: files, the network, the process. */
export function outsideSteps(world: World): Step[] {
  const files = world.uploads.flatMap((_, upload) => fileSteps(world, upload));
  return [...processSteps(world), ...files];
}
