import { spawnSync } from "node:child_process";
import { isRoot, sandboxRemedy } from "./machine/chromium-sandbox.ts";
import { installPackages, isDebian, nameHere, notInstalled } from "./machine/debian.ts";
import { onPath } from "./machine/on-path.ts";
import { type SystemPackage, systemPackages } from "./machine/packages.ts";

/** What the machine is wanted for. Tests need all that a virtual display needs, and more. */
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

/** What must be there before anything starts: libraries Electron is linked against, programs we run. */
function missingParts(needs: MachineNeeds, packages: readonly SystemPackage[]): string[] {
  const commands = packages.flatMap(({ command }) => (command && !onPath(command) ? [command] : []));
  return [...missingLibraries(needs.electron), ...commands];
}

/** A failed installation is no reason to stop by itself: what is vital is looked for afterwards. */
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
  const command = `sudo apt-get install --no-install-recommends ${absent.map(nameHere).join(" ")}`;
  stop(`This machine lacks: ${missing.join(", ")}. Run this once, then try again:`, command);
}

/**
 * Sees to it that a Linux machine has what Electron (and the tests) need. As root on Debian and its kin it installs
 * what is missing; otherwise it says what to do and ends the process. Other systems lack nothing.
 */
export function ensureSystemLibraries(needs: MachineNeeds): void {
  if (process.platform !== "linux") return;
  const packages = neededPackages(needs);
  if (isDebian()) completeDebian(needs, packages);
  const missing = missingParts(needs, packages);
  if (missing.length > 0) {
    stop(
      `This machine lacks: ${missing.join(", ")}.`,
      "Install them with your system's package manager, then try again.",
    );
  }
  const remedy = sandboxRemedy(needs.electron);
  if (remedy) stop("This system lets Chromium's sandbox work only after one command:", remedy);
}
