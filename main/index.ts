import { join, resolve } from "node:path";
import { app, dialog } from "electron";
import { z } from "zod";
import { compose, type RunningApp } from "./compose.ts";
import { declareAppScheme } from "./desktop/app-protocol.ts";
import { argumentsAfterApp, type CommandLine, parseCommandLine } from "./desktop/command-line.ts";
import { lockDown } from "./desktop/lock-down.ts";

/** What a second start hands to the first. */
const handover = z.object({ files: z.array(z.string()), add: z.boolean() });

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

/** What arrives while the app still starts (macOS opens files that early) waits until it has. */
const early: CommandLine[] = [];
let running: RunningApp | null = null;

function receive(files: CommandLine): void {
  if (running === null) early.push(files);
  else void running.receive(files);
}

app.on("second-instance", (_event, _argv, _folder, data) => {
  running?.show();
  const files = handover.safeParse(data);
  if (files.success) receive(files.data);
});
app.on("open-file", (event, path) => {
  event.preventDefault();
  receive({ files: [path], add: false });
});
app.on("activate", () => running?.show());

async function run(): Promise<void> {
  const composed = await compose(paths());
  running = composed;
  quitOnceClosed(composed);
  for (const files of [ownArguments(), ...early.splice(0)]) await composed.receive(files);
}

function explainAndExit(error: unknown): void {
  dialog.showErrorBox("BigGo Uploader", error instanceof Error ? error.message : String(error));
  app.exit(1);
}

const dataFolder = app.commandLine.getSwitchValue("user-data-dir");
if (dataFolder !== "") app.setPath("userData", resolve(dataFolder));

if (app.requestSingleInstanceLock(ownArguments())) {
  declareAppScheme();
  lockDown();
  app.on("window-all-closed", () => app.quit());
  // A top-level await would deadlock: Electron is ready only after this module has run.
  app.whenReady().then(run).catch(explainAndExit);
} else {
  app.quit();
}
