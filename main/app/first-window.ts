import { existsSync } from "node:fs";
import { join } from "node:path";
import { app, session as sessions } from "electron";
import { chooseLanguage, type Language } from "../../shared/model/settings.ts";
import { createBuiltPage, type ServeMedia, serveApp } from "../desktop/app-protocol.ts";
import { createDevPage } from "../desktop/dev-page.ts";
import { lockSession } from "../desktop/lock-down.ts";
import { applyTheme, createMainWindow, documentAttributes, type MainWindow } from "../desktop/main-window.ts";
import { type Channels, openChannels } from "../ipc/channel-gate.ts";
import { createSettingsStore, type SettingsStore } from "../settings/settings-store.ts";

/** Where the app's files are. */
export interface AppPaths {
  /** The built app: `main/`, `preload/`, `renderer/`. */
  out: string;
  /** All of the user's data. */
  data: string;
  sampleVideo: string;
  icon: string;
  /** Vite's development server for the page (`npm run dev`); null in every other case. */
  devServer: string | null;
}

/** The window, and what it needs before the rest of main is loaded (decision 64). */
export interface FirstWindow {
  settings: SettingsStore;
  language: () => Language;
  window: MainWindow;
  /**
   * Resolves once the page's shell is on the screen, or soon after it should be: until then the page waits for this thread
   * whenever that is busy, for each of its files and for its first frame.
   */
  pageStarted: Promise<void>;
  /** Answers the page's calls and requests for media, which have waited. Call once. */
  connect(parts: { channels: Channels; media: ServeMedia }): void;
}

/** How long the rest of main waits for the page to start, ms. */
const pageTimeoutMs = 1500;
/** How long the first frame takes to the screen once it is ready, ms: this thread takes part in showing it. */
const frameMs = 50;
/** How long the rest of main waits for a page that runs and is not shown, such as that of a minimized window, ms. */
const unshownMs = 150;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Whether the window opens with an account, as far as that is known before it is opened. */
function hasAccount({ data }: AppPaths, settings: SettingsStore): boolean {
  const { BIGGO_CLIENT_ID, BIGGO_CLIENT_SECRET } = process.env;
  const hasKey = Boolean(BIGGO_CLIENT_ID) && Boolean(BIGGO_CLIENT_SECRET);
  return hasKey || settings.practice() || existsSync(join(data, "account.json"));
}

/**
 * Opens the window and serves its page, before anything else is loaded: its process starts while main does the rest. Call
 * when Electron is ready.
 */
export function openFirstWindow(paths: AppPaths): FirstWindow {
  const settings = createSettingsStore(paths.data);
  const language = () => chooseLanguage(settings.get().language, app.getPreferredSystemLanguages());
  const attributes = () => documentAttributes({ language: language(), hasAccount: hasAccount(paths, settings) });
  // The page gets nothing before its session is closed to the network.
  const page = Promise.all([
    paths.devServer === null
      ? createBuiltPage(join(paths.out, "renderer"), attributes)
      : createDevPage(paths.devServer),
    lockSession(sessions.defaultSession, paths.devServer),
  ]);
  const media = Promise.withResolvers<ServeMedia>();
  serveApp(
    async (url) => (await page)[0](url),
    async (request) => (await media.promise)(request),
  );
  applyTheme(settings.get().theme);
  const { answer, called } = openChannels();
  const window = createMainWindow({ outFolder: paths.out, memory: settings, icon: paths.icon });
  const opened = window.ensure();
  const readyToShow = new Promise<void>((resolve) => opened.once("ready-to-show", () => resolve()));
  return {
    settings,
    language,
    window,
    pageStarted: Promise.race([
      readyToShow.then(() => after(frameMs)),
      called.then(() => after(unshownMs)),
      after(pageTimeoutMs),
    ]),
    connect(parts) {
      media.resolve(parts.media);
      answer(parts.channels);
    },
  };
}
