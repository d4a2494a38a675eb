import type { Arrow, Target } from "./source-graph.ts";

/** One rule of the house: whom it concerns, what it forbids, and the sentence that says so. */
type Rule = { says: string; from: (file: string) => boolean; forbids: (to: Target, from: string) => boolean };

/** Folders of main that every feature may stand on. They stand on no feature themselves. */
const foundations = ["biggo", "database"];

const isTest = (file: string) => /\.(test|sandbox-test|test-harness)\.tsx?$/.test(file);
const within =
  (...rooms: string[]) =>
  (file: string) =>
    rooms.some((room) => file.startsWith(`${room}/`));
const toRoom = (to: Target, ...rooms: string[]) => to.kind === "file" && within(...rooms)(to.name);
const toPackage = (to: Target, ...names: string[]) => to.kind === "package" && names.includes(to.name);
const shipped = (room: string) => (file: string) => within(room)(file) && !isTest(file);

/** The folder of main a file lies in; nothing for the files at main's own level. */
function folderOfMain(file: string): string | undefined {
  const [room, folder, ...rest] = file.split("/");
  return room === "main" && rest.length > 0 ? folder : undefined;
}

/** index.ts and compose.ts, with what compose.ts is split into (compose-*.ts). */
function isRootOfMain(file: string): boolean {
  return /^main\/(index|compose(-[a-z-]+)?)\.ts$/.test(file);
}

function isForbiddenInsideMain(to: Target, from: string): boolean {
  const source = folderOfMain(from);
  if (to.kind !== "file" || !to.name.startsWith("main/") || source === undefined) return false;
  const target = folderOfMain(to.name);
  if (target === undefined) return isRootOfMain(to.name);
  if (target === source || source === "ipc" || source === "desktop") return false;
  return foundations.includes(source) || !foundations.includes(target);
}

function mayImportElectron(file: string): boolean {
  const folder = folderOfMain(file);
  if (folder !== undefined) return ["desktop", "ipc", "account"].includes(folder);
  return isRootOfMain(file);
}

const rules: readonly Rule[] = [
  {
    says: "an import must lead to a file",
    from: () => true,
    forbids: (to) => to.kind === "nothing",
  },
  {
    says: "shared imports nothing but shared and zod",
    from: shipped("shared"),
    forbids: (to) => !toRoom(to, "shared") && !toPackage(to, "zod"),
  },
  {
    says: "tests in shared import no other room",
    from: (file) => within("shared")(file) && isTest(file),
    forbids: (to) => to.kind === "file" && !toRoom(to, "shared"),
  },
  {
    says: "main imports shared and main only (its tests sandbox/testing.ts as well)",
    from: within("main"),
    forbids: (to, from) =>
      to.kind === "file" && !toRoom(to, "main", "shared") && !(isTest(from) && to.name === "sandbox/testing.ts"),
  },
  {
    says: "features of main meet in compose.ts; all may use biggo/ and database/, which use no feature",
    from: within("main"),
    forbids: isForbiddenInsideMain,
  },
  {
    says: "in main only desktop/, ipc/, account/, index.ts and compose.ts import electron",
    from: (file) => within("main")(file) && !mayImportElectron(file),
    forbids: (to) => toPackage(to, "electron", "electron-log", "electron-updater"),
  },
  {
    says: "electron-store belongs to main/settings/",
    from: (file) => folderOfMain(file) !== "settings",
    forbids: (to) => toPackage(to, "electron-store"),
  },
  {
    says: "preload imports shared and electron only",
    from: shipped("preload"),
    forbids: (to) => !toRoom(to, "preload", "shared") && !toPackage(to, "electron", "zod"),
  },
  {
    says: "renderer imports shared and renderer only, and nothing of Node's or Electron's",
    from: shipped("renderer"),
    forbids: (to) =>
      to.kind === "builtin" ||
      (to.kind === "file" && !toRoom(to, "renderer", "shared")) ||
      (to.kind === "package" && /^(electron|undici$|fastify$|@fastify\/)/.test(to.name)),
  },
  {
    says: "tests in renderer import no other room",
    from: (file) => within("renderer")(file) && isTest(file),
    forbids: (to) => to.kind === "file" && !toRoom(to, "renderer", "shared"),
  },
  {
    says: "sandbox imports shared and sandbox only, and never electron",
    from: within("sandbox"),
    forbids: (to) =>
      (to.kind === "file" && !toRoom(to, "sandbox", "shared", "assets")) ||
      (to.kind === "package" && to.name.startsWith("electron")),
  },
  {
    says: "scripts, e2e and bench see the app from outside: nothing of the renderer's",
    from: within("scripts", "e2e", "bench"),
    forbids: (to) => toRoom(to, "renderer"),
  },
];

/** Every arrow that a rule forbids, in words. */
export function brokenArrows(arrows: readonly Arrow[]): string[] {
  return arrows.flatMap(({ from, to }) =>
    rules
      .filter((rule) => rule.from(from) && rule.forbids(to, from))
      .map((rule) => `${from} -> ${to.name}: ${rule.says}`),
  );
}
