import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { AfterPackContext } from "electron-builder";

/** Removes Electron's default app, which a build from an unpacked Electron would otherwise include. */
export async function afterPack({ appOutDir, electronPlatformName, packager }: AfterPackContext): Promise<void> {
  const mac = electronPlatformName === "darwin" || electronPlatformName === "mas";
  const contents = mac ? join(appOutDir, `${packager.appInfo.productFilename}.app`, "Contents") : appOutDir;
  await rm(join(contents, mac ? "Resources" : "resources", "default_app.asar"), { force: true });
}
