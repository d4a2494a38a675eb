import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AfterPackContext } from "electron-builder";
import { root } from "../run/paths.ts";
import { billOfMaterials, noticesOf } from "./notices.ts";
import { shippedPackages } from "./shipped-packages.ts";

/** Where the app's resources are, by platform. */
function resourcesOf({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const mac = electronPlatformName === "darwin" || electronPlatformName === "mas";
  if (!mac) return join(appOutDir, "resources");
  return join(appOutDir, `${packager.appInfo.productFilename}.app`, "Contents", "Resources");
}

/**
 * Removes Electron's default app, which a build from an unpacked Electron would otherwise include, and adds the licences of
 * all packages and the bill of materials. Runs before signing.
 */
export async function afterPack(context: AfterPackContext): Promise<void> {
  const resources = resourcesOf(context);
  rmSync(join(resources, "default_app.asar"), { force: true });
  const packages = shippedPackages(join(resources, "app.asar"));
  const { name, version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license: string;
  };
  const electron = context.packager.info.framework.version;
  const bill = billOfMaterials({ name, version, license, electron }, packages);
  writeFileSync(join(resources, "third-party-licenses.txt"), noticesOf(packages));
  writeFileSync(join(resources, "sbom.cdx.json"), `${JSON.stringify(bill, null, 2)}\n`);
}
