/**
 * `npm run attack -- --seed S --share 0.1 --layer NAME`: attacks the real app layer by layer, and prints what was tried and
 * what should have been refused and was not. It takes minutes; `npm test` makes a small part of it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { spawnSandbox } from "../sandbox/testing.ts";
import { shareOf } from "./attack/attack.ts";
import { attackPackage } from "./attack/attack-package.ts";
import { attackPracticeServer } from "./attack/attack-practice-server.ts";
import { runHostileMedia } from "./attack/hostile-media.ts";
import { type Attack, attacks, excessOf } from "./attack/run-attack.ts";
import { findElectron } from "./electron-binary.ts";
import { packUnpacked, testPackageApp } from "./packaging/test-package.ts";
import { launchApp } from "./window/launch-app.ts";

/** How many mutated containers there are, and as many pictures. */
const filesOfKind = 1000;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    share: { type: "string", default: "1" },
    layer: { type: "string", multiple: true },
  },
});
const [data, files] = [mkdtempSync(join(tmpdir(), "attack-data-")), mkdtempSync(join(tmpdir(), "attack-files-"))];
const sandbox = await spawnSandbox({ args: ["--videos", "60", "--processing", "0"] });
const app = await launchApp({ BIGGO_API_URL: sandbox.url }, data);
let violations = 0;
try {
  const { page, electron } = app;
  // In the form, so that no script of the attack contains the secret.
  await page.getByLabel("Client ID").fill(sandbox.clientId);
  await page.getByLabel("Client secret").fill(sandbox.clientSecret);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("navigation").waitFor();
  const target = { page, electron, sandbox, data, files, seed: Number(values.seed), share: Number(values.share) };
  const media: Attack = ({ seed, share }) => runHostileMedia({ seed, count: shareOf({ share }, filesOfKind) });
  const packaged: Attack = async () => {
    await packUnpacked((await findElectron()).path);
    const executable = join(testPackageApp, "biggo-uploader");
    return attackPackage({ executable, folder: mkdtempSync(join(files, "package-")), env: app.env });
  };
  const others = { "pictures and films": media, package: packaged, "practice server": attackPracticeServer };
  for (const [layer, attack] of Object.entries({ ...attacks, ...others })) {
    if (values.layer !== undefined && !values.layer.includes(layer)) continue;
    const result = await attack(target);
    const found = [...result.violations, ...excessOf(result)];
    violations += found.length;
    const figures = Object.entries(result.figures).map(([name, figure]) => `${name} ${figure}`);
    console.log(`${layer}: ${figures.join(", ")}, violations ${found.length}`);
    for (const line of found) console.log(`VIOLATION ${line}`);
  }
  console.log(`${violations} violations`);
} finally {
  await app.close();
  await sandbox.stop();
  for (const folder of [data, files]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
if (violations > 0) process.exitCode = 1;
