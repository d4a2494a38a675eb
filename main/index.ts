import { url as inspectorUrl } from "node:inspector";
import { enableCompileCache, flushCompileCache } from "node:module";
import { join, resolve } from "node:path";
import { app, dialog, safeStorage } from "electron";
import { keyringHelperSwitch } from "./account/keyring-messages.ts";
import type { RunningApp } from "./app/compose.ts";
import { openFirstWindow } from "./app/first-window.ts";
import { acquireExclusiveLock, type ExclusiveLock } from "./database/exclusive-lock.ts";
import { declareAppScheme } from "./desktop/app-protocol.ts";
import { argumentsAfterApp, type CommandLine, parseCommandLine } from "./desktop/command-line.ts";
import { devServerOf } from "./desktop/dev-server.ts";
import { createHandover, type Note } from "./desktop/handover.ts";
import { refuseSwitches, refuseVariables, trustExtraCertificates } from "./desktop/hostile-environment.ts";
import { disablePrefetch, lockDown } from "./desktop/lock-down.ts";
import { closeContents, closeFolder } from "./foundation/private-folder.ts";

function ownArguments(): CommandLine {
  return parseCommandLine(argumentsAfterApp(process.argv, app.isPackaged), process.cwd());
}

// First of all: before Electron is ready, and before anything connects or starts a process.
const refused = {
  ...refuseVariables(process.env),
  switches: refuseSwitches(app.commandLine, !app.isPackaged || inspectorUrl() !== undefined),
};

const assets = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), "assets");
const paths = () => ({
  out: join(app.getAppPath(), "out"),
  data: app.getPath("userData"),
  sampleVideo: join(assets, "sample.mp4"),
  icon: join(assets, app.isPackaged ? "icon.png" : "icons/256x256.png"),
  devServer: devServerOf(process.env, app.isPackaged),
});

const quitTimeoutMs = 8000;
/** How long the next note of an earlier start waits for one that is being handled, ms. */
const recollectTimeoutMs = 30_000;

let running: RunningApp | null = null;
/** Files that macOS asks to open before the app has started. */
const early: CommandLine[] = [];

const dataFolder = app.commandLine.getSwitchValue("user-data-dir");
if (dataFolder !== "") app.setPath("userData", resolve(dataFolder));

/** Held until the process ends. */
let ownership: ExclusiveLock | null = null;

/**
 * Acquires the lock of the data if it is free: `held` by another process, `unwritable` where the disk takes no lock. A
 * process without the lock writes nothing.
 */
function acquireOwnership(): "owner" | "held" | "unwritable" {
  try {
    ownership ??= acquireExclusiveLock(join(app.getPath("userData"), "owner"));
    return ownership === null ? "held" : "owner";
  } catch {
    return "unwritable";
  }
}

const handover = createHandover(join(app.getPath("userData"), "handover"));

function quitOnceClosed(opened: RunningApp): void {
  let state: "open" | "closing" | "closed" = "open";
  app.on("before-quit", (event) => {
    if (state === "closed") return;
    event.preventDefault();
    // Closing the window requests a quit as well.
    if (state === "closing") return;
    state = "closing";
    // Notes are no longer collected: a process that starts now waits for this one to end, and owns the queue then.
    running = null;
    // Nothing is lost by a timeout: the queue is on disk at every moment.
    const timeout = new Promise((resolve) => setTimeout(resolve, quitTimeoutMs));
    void Promise.race([opened.close(), timeout]).finally(() => {
      state = "closed";
      // Compiled code for the next start: writing it takes half a second, which nothing waits for now.
      flushCompileCache();
      app.quit();
    });
  });
}

/** Notes that can be read now; none where the disk takes no folder for them. */
function notesOf(read: () => Note[]): Note[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function take(notes: readonly Note[]): void {
  for (const note of notes) void running?.receive(note, note);
}

/** One after the other, so that it is clear which one ended the process; a drive that hangs does not keep the others. */
async function takeAgain(notes: readonly Note[]): Promise<void> {
  for (const note of notes) {
    const timeout = new Promise((resolve) => setTimeout(resolve, recollectTimeoutMs));
    await Promise.race([running?.receive(note, note), timeout]);
  }
}

function collect(): void {
  if (running === null) return;
  for (const files of early.splice(0)) void running.receive(files);
  const notes = notesOf(handover.collect);
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

/** Keeps compiled code in a folder, which Node makes now: for this user alone. */
function keepCompiledCode(folder: string): void {
  const before = process.umask(0o077);
  enableCompileCache(folder);
  process.umask(before);
}

async function run(): Promise<void> {
  const first = openFirstWindow(paths());
  keepCompiledCode(join(app.getPath("userData"), "compile-cache"));
  await first.pageStarted;
  // Loaded while the page runs its scripts.
  const [{ compose }] = await Promise.all([
    import("./app/compose.ts"),
    trustExtraCertificates(process.env.NODE_EXTRA_CA_CERTS),
  ]);
  running = compose(paths(), first, () => acquireOwnership() === "owner", refused);
  quitOnceClosed(running);
  void takeAgain(notesOf(handover.recollect));
  handover.watch(collect);
  collect();
}

function explainAndExit(error: unknown): void {
  dialog.showErrorBox("BigGo Uploader", error instanceof Error ? error.message : String(error));
  app.exit(1);
}

/** How long the owner has to collect this process's note, and how often that is polled, ms. */
const ownerTimeoutMs = 15_000;
const ownerPollMs = 100;

/**
 * Chromium's message to the first instance has room for 32 KiB. Outside Windows it takes a first instance that does not
 * read a longer one for dead, and kills it (kMaxMessageLength in process_singleton_posix.cc). Bytes, with room to spare.
 */
const maxMessageBytes = 16 * 1024;

/** Whether the first instance can be notified of this start by Electron's message; otherwise it sees the note alone. */
function fitsMessage(): boolean {
  const text = [process.cwd(), ...process.argv].join("\0");
  return process.platform === "win32" || Buffer.byteLength(text) < maxMessageBytes;
}

/**
 * True when this process shows the queue: it owns it, or it cannot be owned, since the disk cannot be written. Electron's
 * single-instance lock is occasionally granted to two processes that start at the same moment, and its message can get
 * lost. So a lock of the operating system decides, and the other process waits until its note has been collected.
 */
async function ownsQueue(note: { isCollected(): boolean }): Promise<boolean> {
  const isOwner = () => acquireOwnership() !== "held";
  const first = isOwner();
  // It notifies the owner of later starts, and lets it come to the front on Windows.
  if (first || fitsMessage()) app.requestSingleInstanceLock();
  if (first) return true;
  // Before its message loop runs, Electron can ignore a request to exit.
  await app.whenReady();
  const endMs = performance.now() + ownerTimeoutMs;
  do {
    await new Promise((resolve) => setTimeout(resolve, ownerPollMs));
    if (!note.isCollected() && isOwner()) return true;
  } while (!note.isCollected() && performance.now() < endMs);
  return false;
}

/** Leaves this process's files as a note before it is known which process owns the queue. */
function leaveNote(): { isCollected(): boolean } {
  const files = ownArguments();
  try {
    return handover.leave(files);
  } catch {
    // The disk is full: if this process owns the queue, it takes its files directly.
    early.push(files);
    return { isCollected: () => false };
  }
}

/**
 * Lets the player use the system's own decoder. macOS and Windows do by default; on Linux VA-API is behind these
 * features (media/base/media_switches.cc in Chromium), and is used only where the driver supports the codec.
 */
function enableSystemDecoders(): void {
  if (process.platform !== "linux") return;
  const features = ["AcceleratedVideoDecodeLinuxGL", "AcceleratedVideoDecodeLinuxZeroCopyGL"];
  const given = app.commandLine.getSwitchValue("enable-features");
  app.commandLine.appendSwitch("enable-features", [...(given === "" ? [] : [given]), ...features].join(","));
}

/**
 * Lets the page's process read fonts from their files. Chromium's font data service copies a whole font into memory and
 * keeps it there twice, which for one Chinese font on Linux is 37 MB (decision 67).
 */
function readFontsFromFiles(): void {
  if (process.platform !== "linux") return;
  const given = app.commandLine.getSwitchValue("disable-features");
  app.commandLine.appendSwitch(
    "disable-features",
    [...(given === "" ? [] : [given]), "FontDataServiceLinux"].join(","),
  );
}

/** Closes the folder of all data to others, and what was in it while it was open. */
function closeData(): void {
  const data = app.getPath("userData");
  try {
    if (closeFolder(data)) void closeContents(data);
  } catch {
    // The disk takes no changes.
  }
}

async function start(): Promise<void> {
  declareAppScheme();
  closeData();
  disablePrefetch();
  enableSystemDecoders();
  readFontsFromFiles();
  if (!(await ownsQueue(leaveNote()))) return app.exit(0);
  lockDown();
  app.on("window-all-closed", () => app.quit());
  await app.whenReady();
  await run();
}

/** This process asks the keyring on behalf of the app, and is nothing else (decision 62). */
async function helpWithKeyring(): Promise<void> {
  // Electron would report an error in a dialog, which this process has no window for.
  process.on("uncaughtException", () => process.kill(process.pid, "SIGKILL"));
  const [{ answerKeyringRequests }, { createSecretCipher }] = await Promise.all([
    import("./account/keyring-helper.ts"),
    import("./account/secret-cipher.ts"),
    app.whenReady(),
  ]);
  const parentPid = Number(app.commandLine.getSwitchValue(keyringHelperSwitch));
  await answerKeyringRequests(createSecretCipher(safeStorage, process.platform), parentPid);
}

const isKeyringHelper = process.platform === "linux" && app.commandLine.hasSwitch(keyringHelperSwitch);
if (isKeyringHelper) void helpWithKeyring().finally(() => app.exit(0));
else start().catch(explainAndExit);
