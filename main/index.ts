import { join, resolve } from "node:path";
import { app, dialog } from "electron";
import { compose, type RunningApp } from "./compose.ts";
import { declareAppScheme } from "./desktop/app-protocol.ts";
import { argumentsAfterApp, type CommandLine, parseCommandLine } from "./desktop/command-line.ts";
import { createHandover } from "./desktop/handover.ts";
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

const quitPatienceMs = 8000;

function quitOnceClosed(running: RunningApp): void {
  let closing = false;
  app.on("before-quit", (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    // Whatever does not end in time has nothing to lose: the queue is on disk at every moment.
    const tooLong = new Promise((resolve) => setTimeout(resolve, quitPatienceMs));
    void Promise.race([running.close(), tooLong]).finally(() => app.quit());
  });
}

let running: RunningApp | null = null;
/** What arrives while the app still starts (macOS opens files that early) waits until it has. */
const early: CommandLine[] = [];

const dataFolder = app.commandLine.getSwitchValue("user-data-dir");
if (dataFolder !== "") app.setPath("userData", resolve(dataFolder));

const handover = createHandover(join(app.getPath("userData"), "handover"));

function collect(): void {
  if (running === null) return;
  for (const files of early.splice(0)) void running.receive(files);
  for (const note of handover.collect()) void running.receive(note, note.taken);
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
  handover.watch(collect);
  collect();
}

function explainAndExit(error: unknown): void {
  dialog.showErrorBox("BigGo Uploader", error instanceof Error ? error.message : String(error));
  app.exit(1);
}

/** Left before anybody knows which start owns the queue: whichever it is finds them. */
function leaveOwnFiles(): void {
  const files = ownArguments();
  if (files.files.length > 0) handover.leave(files);
}

function start(): void {
  let untold: unknown = null;
  try {
    leaveOwnFiles();
  } catch (error) {
    // A full disk: the start that owns the queue takes its own files as they are.
    early.push(ownArguments());
    untold = error;
  }
  if (app.requestSingleInstanceLock()) {
    declareAppScheme();
    lockDown();
    app.on("window-all-closed", () => app.quit());
    // A top-level await would deadlock: Electron is ready only after this module has run.
    app.whenReady().then(run).catch(explainAndExit);
  } else if (untold !== null) explainAndExit(untold);
  else app.quit();
}

start();
