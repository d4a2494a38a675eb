import { app, type BrowserWindow, dialog } from "electron";
import type { Language } from "../../shared/model/settings.ts";
import { appOrigin } from "../ipc/app-origin.ts";
import { createPageRecovery, type PageQuestion } from "./page-recovery.ts";
import { pageRecoveryTexts } from "./page-recovery-texts.ts";

interface RecoverPageOptions {
  language: () => Language;
  /** The page was brought back. */
  onRestored: () => void;
  log: (line: string) => void;
}

async function ask(window: BrowserWindow, question: PageQuestion, language: Language, signal: AbortSignal) {
  const texts = pageRecoveryTexts[language];
  const isFailing = question === "failing";
  const { response } = await dialog.showMessageBox(window, {
    type: "warning",
    message: isFailing ? texts.failing : texts.unresponsive,
    detail: isFailing ? texts.failingDetail : texts.unresponsiveDetail,
    buttons: isFailing ? [texts.reload, texts.quit] : [texts.wait, texts.reload],
    defaultId: 0,
    cancelId: 0,
    signal,
  });
  if (signal.aborted) return "wait";
  const [first, second] = isFailing ? (["reload", "quit"] as const) : (["wait", "reload"] as const);
  return response === 0 ? first : second;
}

/** Brings a window's page back when its process ends, and asks the user about a page that does not respond. */
export function recoverPage(window: BrowserWindow, { language, onRestored, log }: RecoverPageOptions): void {
  const { webContents } = window;
  let isClosing = false;
  // Electron is not reentrant: a page is not loaded within the event that reports its end.
  const later = (load: () => void) => () => {
    setImmediate(() => {
      if (!isClosing && !window.isDestroyed()) load();
    });
  };
  // The window opens before this is loaded: its page may be there already, or may have failed.
  let hasLoaded = !webContents.isLoading() && !webContents.isCrashed();
  const loadInitial = () => void window.loadURL(`${appOrigin}/`).catch(() => {});
  const recovery = createPageRecovery({
    reload: later(() => (hasLoaded ? webContents.reload() : loadInitial())),
    reset: later(loadInitial),
    end: () => webContents.forcefullyCrashRenderer(),
    quit: () => app.quit(),
    ask: (question, signal) => ask(window, question, language(), signal),
    onRestored,
    log,
    now: () => performance.now(),
  });
  window.on("close", () => {
    isClosing = true;
  });
  webContents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (!isClosing) recovery.gone(reason, exitCode);
  });
  webContents.on("did-finish-load", () => {
    hasLoaded = true;
    recovery.loaded();
  });
  if (webContents.isCrashed()) recovery.gone("crashed", 0);
  window.on("unresponsive", recovery.unresponsive);
  window.on("responsive", recovery.responsive);
}

/** Logs the end of Chromium's other processes, such as the GPU's, which Chromium starts again by itself. */
export function logEndedProcesses(log: (line: string) => void): void {
  app.on("child-process-gone", (_event, { type, reason, exitCode }) => {
    if (reason !== "clean-exit") log(`process ${type} has ended: ${reason} (${exitCode})`);
  });
}
