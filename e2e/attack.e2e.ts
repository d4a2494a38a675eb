import { expect, test } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { attackPracticeServer } from "../scripts/attack/attack-practice-server.ts";
import { type Attack, attacks } from "../scripts/attack/run-attack.ts";
import { type App, connect, newFolder, openApp, pointedAt, removeFolder } from "./support/app.ts";

/** The share of `npm run attack` that is made here. */
const share = 0.03;

let sandbox: SpawnedSandbox;
let data: string;
let files: string;
let app: App;

test.beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--videos", "20", "--processing", "0"] });
  [data, files] = [await newFolder("data"), await newFolder("files")];
  app = await openApp({ data, env: pointedAt(sandbox) });
  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
});
test.setTimeout(180_000);
test.afterAll(async () => {
  await app.electron.close();
  await sandbox.stop();
  for (const folder of [data, files]) await removeFolder(folder);
});

const layers: Record<string, Attack> = { ...attacks, "practice server": attackPracticeServer };

for (const [layer, attack] of Object.entries(layers)) {
  test(`an attack on this layer is held off: ${layer}`, async () => {
    const { page, electron } = app;
    const { violations } = await attack({ page, electron, sandbox, data, files, seed: 1, share });
    expect(violations).toEqual([]);
  });
}
