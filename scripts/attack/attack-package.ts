import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { extractFile, listPackage } from "@electron/asar";
import { sandboxFlags } from "../machine/chromium-sandbox.ts";
import { root } from "../run/paths.ts";
import type { AttackResult } from "./attack.ts";

/** What a packaged app is attacked with. */
interface PackageTarget {
  /** Its executable. */
  executable: string;
  /** An empty folder. */
  folder: string;
  /** The environment, with a display. */
  env: NodeJS.ProcessEnv;
}

/** How long a start may take, ms. */
const startMs = 30_000;
/** How long something that a start should not do is waited for, ms. */
const afterStartMs = 1500;

const portNames = ["--inspect", "--inspect-brk", "--remote-debugging-port"] as const;
const foreignCode = (sentinel: string) => `require("node:fs").writeFileSync(${JSON.stringify(sentinel)}, "run");`;

/** A port that nothing uses. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts the app and waits until it logs, or ends; `inspect` sees it a moment later, before it is killed. */
async function withStarted(
  { executable, args, env, data }: { executable: string; args: string[]; env: NodeJS.ProcessEnv; data: string },
  inspect: (log: string) => Promise<void> | void,
): Promise<void> {
  const log = join(data, "logs", "main.log");
  const app: ChildProcess = spawn(executable, [...sandboxFlags(), `--user-data-dir=${data}`, ...args], {
    env,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => app.once("exit", () => resolve()));
  const endMs = performance.now() + startMs;
  try {
    while (!existsSync(log) && app.exitCode === null && performance.now() < endMs) await pause(50);
    await Promise.race([ended, pause(afterStartMs)]);
    await inspect(existsSync(log) ? readFileSync(log, "utf8") : "");
  } finally {
    app.kill("SIGKILL");
    await ended;
  }
}

/** Starts it with every switch and variable that opens an app to other programs. */
async function openWithSwitches({ executable, folder, env }: PackageTarget, result: AttackResult): Promise<void> {
  const data = join(folder, "switches");
  const [sentinel, script, netLog, keyLog] = ["sentinel", "script.js", "net.json", "keys.log"].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  writeFileSync(script, foreignCode(sentinel));
  const ports = await Promise.all([...portNames, "NODE_OPTIONS"].map(freePort));
  const args = portNames.map((name, index) => `${name}=${ports[index]}`);
  const others = ["--remote-allow-origins=*", `--log-net-log=${netLog}`, `--ssl-key-log-file=${keyLog}`, script];
  const variables = {
    ELECTRON_RUN_AS_NODE: "1",
    NODE_OPTIONS: `--require ${script} --inspect=${ports.at(-1)}`,
    SSLKEYLOGFILE: keyLog,
  };
  const start = { executable, args: [...args, ...others], env: { ...env, ...variables }, data };
  await withStarted(start, async (log) => {
    if (log === "") result.violations.push("package: it did not start with switches that it ignores");
    for (const port of ports) {
      const isOpen = await fetch(`http://127.0.0.1:${port}/json/list`).then(
        () => true,
        () => false,
      );
      if (isOpen) result.violations.push(`package: it listens for a debugger (${[...args, "NODE_OPTIONS"]})`);
    }
    for (const path of [sentinel, netLog, keyLog]) {
      if (existsSync(path)) result.violations.push(`package: ${path} was written`);
    }
  });
  result.figures["switches and variables"] = args.length + others.length + Object.keys(variables).length;
}

/** A copy of the package, by links, in which `change` changes what is beside the executable. */
function copyOf({ executable, folder }: PackageTarget, name: string, change: (resources: string) => void): string {
  const copy = join(folder, name);
  execFileSync("cp", ["-rs", dirname(executable), copy]);
  const own = join(copy, "biggo-uploader");
  rmSync(own);
  execFileSync("cp", [executable, own]);
  change(join(copy, "resources"));
  return own;
}

/** Puts another app beside the archive, and in its place. */
async function placeOtherApp(target: PackageTarget, result: AttackResult): Promise<void> {
  for (const name of ["beside", "instead"]) {
    const sentinel = join(target.folder, `${name}.sentinel`);
    const executable = copyOf(target, name, (resources) => {
      if (name === "instead") rmSync(join(resources, "app.asar"));
      mkdirSync(join(resources, "app"));
      writeFileSync(join(resources, "app", "package.json"), JSON.stringify({ name: "other", main: "main.js" }));
      writeFileSync(join(resources, "app", "main.js"), foreignCode(sentinel));
    });
    const data = join(target.folder, `${name}.data`);
    await withStarted({ executable, args: [], env: target.env, data }, () => {
      if (existsSync(sentinel)) result.violations.push(`package: another app ${name} of its archive was run`);
    });
  }
  result.figures["other apps"] = 2;
}

/** What is for developers or for tests, and what names this computer. */
const unwantedFile = /\.(?:map|[mc]?ts|tsx)$|(?:^|\/)(?:\.env|\.git|e2e|sandbox)(?:\/|$)|\.test\.|test-harness/;
const unwantedText = /_control|drop-answer|truncated-json|BEGIN [A-Z ]*PRIVATE KEY/;

/** Reads everything in the archive. */
function readArchive({ executable }: PackageTarget, result: AttackResult): void {
  const archive = join(dirname(executable), "resources", "app.asar");
  const names = listPackage(archive, { isPack: false }).map((name) => name.slice(1));
  for (const name of names) {
    if (unwantedFile.test(name)) result.violations.push(`package: it contains ${name}`);
    if (!/^out\/.*\.(?:js|cjs|html|css)$/.test(name)) continue;
    const text = extractFile(archive, name).toString("utf8");
    const found = unwantedText.exec(text)?.[0] ?? (text.includes(root) ? root : null);
    if (found !== null) result.violations.push(`package: ${name} contains ${found}`);
  }
  result.figures.files = names.length;
}

/**
 * Attacks a packaged app: as a program that starts it with switches and variables, or puts other code beside it. And reads
 * its archive. What must not happen is observed from outside: ports, written files.
 */
export async function attackPackage(target: PackageTarget): Promise<AttackResult> {
  const result: AttackResult = { layer: "package", figures: {}, violations: [] };
  await openWithSwitches(target, result);
  await placeOtherApp(target, result);
  readArchive(target, result);
  return result;
}
