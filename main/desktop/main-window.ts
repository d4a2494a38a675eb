import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Settings } from "../../shared/model/settings.ts";
import { appOrigin } from "../ipc/app-origin.ts";

/** Where the window was. */
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

/** A remembered place is used only while some screen still shows it. */
function isOnScreen({ x, y, width, height }: WindowState): boolean {
  if (x === undefined || y === undefined) return false;
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const overlapX = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    const overlapY = Math.min(y + height, area.y + area.height) - Math.max(y, area.y);
    return overlapX > 100 && overlapY > 100;
  });
}

/** Applies the person's theme to everything the system draws, and to `prefers-color-scheme` in the page. */
export function applyTheme(theme: Settings["theme"]): void {
  nativeTheme.themeSource = theme;
}

/** Opens the one window, where it last was, without a white flash, and shows it once it has something to show. */
export function openMainWindow(options: { outFolder: string; memory: WindowMemory; icon: string }): BrowserWindow {
  const remembered = options.memory.window();
  const place = remembered !== null && isOnScreen(remembered) ? { x: remembered.x, y: remembered.y } : {};
  const window = new BrowserWindow({
    ...(place.x === undefined || place.y === undefined ? {} : { x: place.x, y: place.y }),
    width: remembered?.width ?? 1280,
    height: remembered?.height ?? 800,
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
      // Progress goes on being drawn when another window covers this one.
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

/** How long a page that does not answer is waited for, ms. */
const closeTimeoutMs = 3000;

/** Closes a window and resolves when its page is gone, with everything it stored on its way. */
export async function closeWindow(window: BrowserWindow | null): Promise<void> {
  if (window === null || window.isDestroyed()) return;
  const tooLong = setTimeout(() => window.destroy(), closeTimeoutMs);
  const closed = new Promise<void>((resolve) => window.once("closed", () => resolve()));
  window.close();
  await closed;
  clearTimeout(tooLong);
}
