import { join, resolve } from "node:path";
import { app, dialog } from "electron";
import { compose, type RunningApp } from "./app/compose.ts";
import { type ExclusiveLock, takeExclusiveLock } from "./database/exclusive-lock.ts";
import { declareAppScheme } from "./desktop/app-protocol.ts";
import { argumentsAfterApp, type CommandLine, parseCommandLine } from "./desktop/command-line.ts";
import { createHandover, type Note } from "./desktop/handover.ts";
import { lockDown } from "./desktop/lock-down.ts";

function ownArguments(): CommandLine {
  return parseCommandLine(argumentsAfterApp(process.argv, app.isPackaged), process.cwd());
}

const assets = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), "assets");
const paths = () => ({
  out: join(app.getAppPath(), "out"),
  data: app.getPath("userData"),
  sampleVideo: join(assets, "sample.mp4"),
  icon: join(assets, "icon.png"),
});

const quitTimeoutMs = 8000;

let running: RunningApp | null = null;
/** What macOS opens while the app still starts waits until it has. */
const early: CommandLine[] = [];

const dataFolder = app.commandLine.getSwitchValue("user-data-dir");
if (dataFolder !== "") app.setPath("userData", resolve(dataFolder));

/** Held to the end of the process. */
let ownership: ExclusiveLock | null = null;

const handover = createHandover(join(app.getPath("userData"), "handover"));

function quitOnceClosed(opened: RunningApp): void {
  let state: "open" | "closing" | "closed" = "open";
  app.on("before-quit", (event) => {
    if (state === "closed") return;
    event.preventDefault();
    // The window goes first, which asks for the end as well.
    if (state === "closing") return;
    state = "closing";
    // From here on nothing is collected: who starts now waits for the end, and owns the queue then.
    running = null;
    // Whatever does not end in time has nothing to lose: the queue is on disk at every moment.
    const tooLong = new Promise((resolve) => setTimeout(resolve, quitTimeoutMs));
    void Promise.race([opened.close(), tooLong]).finally(() => {
      state = "closed";
      app.quit();
    });
  });
}

function take(notes: readonly Note[]): void {
  for (const note of notes) void running?.receive(note, note.taken);
}

function collect(): void {
  if (running === null) return;
  for (const files of early.splice(0)) void running.receive(files);
  const notes = handover.collect();
  if (notes.length > 0) running.show();
  take(notes);
}

app.on("second-instance", () => {
  running?.show();
  collect();
});
app.on("open-file", (event, path) => {
  event.preventDefault();
  early.push({ files: [path], add: false });
  collect();
});
app.on("activate", () => running?.show());

async function run(): Promise<void> {
  running = await compose(paths());
  quitOnceClosed(running);
  take(handover.recollect());
  handover.watch(collect);
  collect();
}

function explainAndExit(error: unknown): void {
  dialog.showErrorBox("BigGo Uploader", error instanceof Error ? error.message : String(error));
  app.exit(1);
}

/** How long another start is given to take the note of this one, and how often it is looked whether it has, ms. */
const timeouts = { ownerMs: 15_000, lookMs: 100 };

/**
 * True when this start owns the queue. Electron's own lock is given to two starts at the same moment now and then, and
 * its message gets lost: so a lock of the system's decides, and whoever does not get it waits until its note was
 * collected.
 */
async function ownsQueue(note: { isCollected(): boolean }): Promise<boolean> {
  const isOwner = () => {
    ownership ??= takeExclusiveLock(join(app.getPath("userData"), "owner"));
    return ownership !== null;
  };
  const first = isOwner();
  // The owner hears of later starts by it, and is allowed to come to the front.
  app.requestSingleInstanceLock();
  if (first) return true;
  // Until its message loop runs, Electron can take the wish to exit and never follow it.
  await app.whenReady();
  const endMs = performance.now() + timeouts.ownerMs;
  do {
    await new Promise((resolve) => setTimeout(resolve, timeouts.lookMs));
    if (!note.isCollected() && isOwner()) return true;
  } while (!note.isCollected() && performance.now() < endMs);
  return false;
}

/** Left before anybody knows which start owns the queue: whichever it is finds it. */
function leaveNote(): { isCollected(): boolean } {
  const files = ownArguments();
  try {
    return handover.leave(files);
  } catch {
    // A full disk: the start that owns the queue takes its own files as they are.
    early.push(files);
    return { isCollected: () => false };
  }
}

async function start(): Promise<void> {
  declareAppScheme();
  if (!(await ownsQueue(leaveNote()))) return app.exit(0);
  lockDown();
  app.on("window-all-closed", () => app.quit());
  await app.whenReady();
  await run();
}

start().catch(explainAndExit);
