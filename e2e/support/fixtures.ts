import { test } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { type App, newFolder, openApp, pointedAt, removeFolder, startAgain } from "./app.ts";

/**
 * Registers what a file of tests in the connected app stands on: for each test a sandbox process of its own, a folder
 * for the app's data and one for files, all taken down afterwards with the app that is open then.
 */
export function prepareStage(sandboxArgs: readonly string[]) {
  let sandbox: SpawnedSandbox;
  let data: string;
  let files: string;
  let app: App | null = null;

  test.beforeEach(async () => {
    sandbox = await spawnSandbox({ args: sandboxArgs });
    data = await newFolder("data");
    files = await newFolder("files");
  });
  test.afterEach(async () => {
    await app?.quit();
    app = null;
    await sandbox.stop();
    await removeFolder(data);
    await removeFolder(files);
  });

  const opened = (): App => {
    if (app === null) throw new Error("The app is not open");
    return app;
  };
  const env = () => ({
    ...pointedAt(sandbox),
    BIGGO_CLIENT_ID: sandbox.clientId,
    BIGGO_CLIENT_SECRET: sandbox.clientSecret,
  });
  return {
    get sandbox() {
      return sandbox;
    },
    /** The folder for this test's files. */
    get files() {
      return files;
    },
    /** The app as it was opened last. */
    get app() {
      return opened();
    },
    get page() {
      return opened().page;
    },
    /** Opens the app, connected by its environment; the one before must have ended. */
    async open(): Promise<void> {
      app = await openApp({ data, env: env() });
    },
    /** Starts the app once more while it is open, as a person does who opens files with it. */
    startAgain: (args: readonly string[]) => startAgain({ data, env: env(), args }),
  };
}
