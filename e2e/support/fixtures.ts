import { test as base } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { type App, newFolder, openApp, pointedAt, removeFolder, startAgain } from "./app.ts";

/** The app over a sandbox of its own. */
export interface ConnectedApp {
  sandbox: SpawnedSandbox;
  /** The folder of the app's data. */
  data: string;
  /** The folder for this test's files. */
  files: string;
  /** The app as it was opened last; throws before `open`. */
  readonly app: App;
  readonly page: App["page"];
  /** Opens the app, connected by its environment; a previous one must have ended. */
  open(): Promise<void>;
  /** Starts the app again while it is open, as a user does who opens files with it. */
  startAgain(args: readonly string[]): Promise<void>;
}

interface Fixtures {
  /** The command line of the sandbox. */
  sandboxArgs: readonly string[];
  /** A sandbox process, a folder for the app's data and one for files; all removed after the test. */
  connected: ConnectedApp;
}

export const test = base.extend<Fixtures>({
  sandboxArgs: [[], { option: true }],
  connected: async ({ sandboxArgs }, use) => {
    const sandbox = await spawnSandbox({ args: sandboxArgs });
    const data = await newFolder("data");
    const files = await newFolder("files");
    const env = {
      ...pointedAt(sandbox),
      BIGGO_CLIENT_ID: sandbox.clientId,
      BIGGO_CLIENT_SECRET: sandbox.clientSecret,
    };
    const current: { app?: App } = {};
    const opened = (): App => {
      if (current.app === undefined) throw new Error("The app is not open");
      return current.app;
    };
    await use({
      sandbox,
      data,
      files,
      get app() {
        return opened();
      },
      get page() {
        return opened().page;
      },
      async open() {
        current.app = await openApp({ data, env });
      },
      startAgain: (args) => startAgain({ data, env, args }),
    });
    await current.app?.quit();
    await sandbox.stop();
    await removeFolder(data);
    await removeFolder(files);
  },
});
