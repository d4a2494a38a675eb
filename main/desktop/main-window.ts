import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Language, Settings } from "../../shared/model/settings.ts";
import { appOrigin } from "../ipc/app-origin.ts";
import type { DocumentAttributes } from "./app-protocol.ts";
import { disabledBlinkFeatures } from "./lock-down.ts";
import { placeWindow, type Rectangle } from "./window-bounds.ts";

/** The window's last bounds. */
interface WindowState {
  x?: number | undefined;
  y?: number | undefined;
  width: number;
  height: number;
  maximized: boolean;
}

interface WindowMemory {
  window(): WindowState | null;
  setWindow(state: WindowState): void;
}

/** What the document shows before its script runs: the theme, and the outlines of what opens. */
export function documentAttributes({
  language,
  hasAccount,
}: {
  language: Language;
  hasAccount: boolean;
}): DocumentAttributes {
  const theme = nativeTheme.shouldUseDarkColors ? "dark" : "light";
  return {
    lang: language,
    class: theme === "dark" ? theme : "",
    "data-theme": theme,
    "data-shell": hasAccount ? "workspace" : "card",
  };
}

interface WindowOptions {
  /** The built app. */
  outFolder: string;
  memory: WindowMemory;
  icon: string;
}

const background = { light: "#fcfcfd", dark: "#111113" };

function workAreas(): [Rectangle, ...Rectangle[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary.workArea, ...others.map(({ workArea }) => workArea)];
}

/** Applies the chosen theme to what the system draws and to `prefers-color-scheme` in the page. */
export function applyTheme(theme: Settings["theme"]): void {
  nativeTheme.themeSource = theme;
}

/** Opens a window with its last bounds and shows it once the page has painted, without a white flash. */
function openWindow(options: WindowOptions): BrowserWindow {
  const remembered = options.memory.window();
  const { position, width, height } = placeWindow(remembered, workAreas());
  const window = new BrowserWindow({
    ...position,
    width,
    height,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: "BigGo Uploader",
    icon: options.icon,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: join(options.outFolder, "preload/index.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      disableBlinkFeatures: disabledBlinkFeatures,
      // Progress is still drawn while another window covers this one.
      backgroundThrottling: false,
    },
  });
  if (remembered?.maximized === true) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    options.memory.setWindow({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** The one window of the app. */
export interface MainWindow {
  current(): BrowserWindow | null;
  /** Opens it unless it is open. */
  ensure(): BrowserWindow;
  /** Brings it to the front, or opens it again. */
  show(): void;
  /** Calls the listener with each window that opens, and now with the one that is open. */
  onOpen(listener: (window: BrowserWindow) => void): void;
}

/** Creates the one window, opened on demand. */
export function createMainWindow(options: WindowOptions): MainWindow {
  let window: BrowserWindow | null = null;
  const listeners: ((window: BrowserWindow) => void)[] = [];
  const open = () => {
    const opened = openWindow(options);
    for (const listener of listeners) listener(opened);
    opened.on("closed", () => {
      if (window === opened) window = null;
    });
    window = opened;
    return opened;
  };
  const ensure = () => window ?? open();
  return {
    current: () => window,
    ensure,
    onOpen(listener) {
      listeners.push(listener);
      if (window !== null) listener(window);
    },
    show() {
      const shown = ensure();
      if (shown.isMinimized()) shown.restore();
      shown.show();
      shown.focus();
    },
  };
}

/** How long to wait for a page that does not respond, ms. */
const closeTimeoutMs = 3000;

/** Closes a window; resolves when its page has ended and stored its last edits. */
export async function closeWindow(window: BrowserWindow | null): Promise<void> {
  if (window === null || window.isDestroyed()) return;
  const timeout = setTimeout(() => window.destroy(), closeTimeoutMs);
  const closed = new Promise<void>((resolve) => window.once("closed", () => resolve()));
  window.close();
  await closed;
  clearTimeout(timeout);
}
