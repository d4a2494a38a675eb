import { execFileSync, spawnSync } from "node:child_process";
import { onPath } from "./on-path.ts";
import type { SystemPackage } from "./packages.ts";

/** Whether this system uses dpkg and apt. */
export function isDebian(): boolean {
  return onPath("dpkg-query") && onPath("apt-get");
}

/** The packages of which none of the names is installed. */
export function notInstalled(packages: readonly SystemPackage[]): SystemPackage[] {
  const names = packages.flatMap((one) => one.names);
  const format = `-f=\${binary:Package} \${db:Status-Status}\n`;
  // dpkg-query exits with 1 for an unknown name but still prints the known ones.
  const { stdout } = spawnSync("dpkg-query", ["-W", format, ...names], { encoding: "utf8" });
  const installed = new Set(
    stdout
      .split("\n")
      .map((line) => line.split(" "))
      .filter(([, status]) => status === "installed")
      .map(([name]) => name?.split(":")[0]),
  );
  return packages.filter((one) => !one.names.some((name) => installed.has(name)));
}

function hasCandidate(name: string): boolean {
  const policy = execFileSync("apt-cache", ["policy", name], { encoding: "utf8" });
  return /Candidate: (?!\(none\))/.test(policy);
}

/** A package's name in this release. */
export function nameInRelease({ names }: SystemPackage): string {
  return names.find(hasCandidate) ?? names.at(-1) ?? "";
}

function apt(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stdout, stderr } = spawnSync("apt-get", ["-q", ...args], {
    env,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status === 0) return;
  throw new Error(`apt-get ${args.join(" ")} exited with code ${status}.\n${stdout}${stderr}`);
}

/** Installs the packages. Requires root. */
export function installPackages(packages: readonly SystemPackage[]): void {
  console.error("Installing missing system packages (once) ...");
  apt("update");
  const names = packages.map(nameInRelease);
  console.error(`Installing ${names.join(" ")}`);
  apt("install", "-y", "--no-install-recommends", ...names);
}
