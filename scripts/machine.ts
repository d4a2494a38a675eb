import { spawnSync } from "node:child_process";
import { isRoot, sandboxRemedy } from "./machine/chromium-sandbox.ts";
import { installPackages, isDebian, nameInRelease, notInstalled } from "./machine/debian.ts";
import { onPath } from "./machine/on-path.ts";
import { type SystemPackage, systemPackages } from "./machine/packages.ts";

/** What the machine must support. Tests need everything a virtual display needs, and more. */
export type MachineNeeds = { electron: string; tests: boolean; display?: boolean };

function stop(problem: string, remedy: string): never {
  console.error(`${problem}\n${remedy}`);
  process.exit(1);
}

function missingLibraries(electron: string): string[] {
  const { stdout } = spawnSync("ldd", [electron], { encoding: "utf8" });
  return (stdout ?? "")
    .split("\n")
    .filter((line) => line.includes("not found"))
    .map((line) => line.trim().split(" ")[0] ?? line.trim());
}

function neededPackages({ tests, display }: MachineNeeds): SystemPackage[] {
  return systemPackages.filter(({ use }) => use === "app" || tests || (use === "display" && display === true));
}

/** What is missing of the libraries that Electron links against and the programs that the scripts run. */
function missingParts(needs: MachineNeeds, packages: readonly SystemPackage[]): string[] {
  const commands = packages.flatMap(({ command }) => (command && !onPath(command) ? [command] : []));
  return [...missingLibraries(needs.electron), ...commands];
}

/** A failed installation is only reported, because missing requirements are checked afterwards. */
function installAsRoot(packages: readonly SystemPackage[]): void {
  try {
    installPackages(packages);
  } catch (error) {
    console.error(`System packages could not be installed: ${(error as Error).message}`);
  }
}

function completeDebian(needs: MachineNeeds, packages: readonly SystemPackage[]): void {
  const absent = notInstalled(packages);
  if (absent.length === 0) return;
  if (isRoot()) {
    installAsRoot(absent);
    return;
  }
  const missing = missingParts(needs, packages);
  if (missing.length === 0) return;
  const command = `sudo apt-get install --no-install-recommends ${absent.map(nameInRelease).join(" ")}`;
  stop(`Missing on this machine: ${missing.join(", ")}. Run this command once, then try again:`, command);
}

/**
 * Ensures that a Linux machine has what Electron (and the tests) need. As root on Debian and derivatives it installs
 * missing packages; otherwise it prints the command to run and exits the process. Other systems need nothing.
 */
export function ensureSystemLibraries(needs: MachineNeeds): void {
  if (process.platform !== "linux") return;
  const packages = neededPackages(needs);
  if (isDebian()) completeDebian(needs, packages);
  const missing = missingParts(needs, packages);
  if (missing.length > 0) {
    stop(
      `Missing on this machine: ${missing.join(", ")}.`,
      "Install them with your system's package manager, then try again.",
    );
  }
  const remedy = sandboxRemedy(needs.electron);
  if (remedy)
    stop("Chromium's sandbox needs to be set up once on this system. Run this command, then try again:", remedy);
}
