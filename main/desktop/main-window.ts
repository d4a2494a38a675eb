import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Settings } from "../../shared/model/settings.ts";
import { appOrigin } from "../ipc/app-origin.ts";
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

/** Opens the one window with its last bounds and shows it once the page has painted, without a white flash. */
export function openMainWindow(options: { outFolder: string; memory: WindowMemory; icon: string }): BrowserWindow {
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
