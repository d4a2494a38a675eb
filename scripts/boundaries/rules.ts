import { brokenLayers } from "./layers.ts";
import { isTest, leadsInto, leadsToPackage, shipped, within } from "./rooms.ts";
import type { Arrow, Target } from "./source-graph.ts";

/** One rule: the files it applies to, the imports it forbids, and the sentence that says so. */
type Rule = { says: string; from: (file: string) => boolean; forbids: (to: Target, from: string) => boolean };

/** The folder of main a file lies in; undefined for files at main's own level. */
function folderOfMain(file: string): string | undefined {
  const [room, folder, ...rest] = file.split("/");
  return room === "main" && rest.length > 0 ? folder : undefined;
}

function mayImportElectron(file: string): boolean {
  const folder = folderOfMain(file);
  return folder === undefined || ["account", "app", "desktop", "ipc"].includes(folder);
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
    forbids: (to) => !leadsInto(to, "shared") && !leadsToPackage(to, "zod"),
  },
  {
    says: "tests in shared import no other room",
    from: (file) => within("shared")(file) && isTest(file),
    forbids: (to) => to.kind === "file" && !leadsInto(to, "shared"),
  },
  {
    says: "main imports shared and main only (its tests sandbox/testing.ts as well)",
    from: within("main"),
    forbids: (to, from) =>
      to.kind === "file" && !leadsInto(to, "main", "shared") && !(isTest(from) && to.name === "sandbox/testing.ts"),
  },
  {
    says: "in main only account/, app/, desktop/, ipc/ and index.ts import electron",
    from: (file) => within("main")(file) && !mayImportElectron(file),
    forbids: (to) => leadsToPackage(to, "electron", "electron-log", "electron-updater"),
  },
  {
    says: "preload imports shared and electron only",
    from: shipped("preload"),
    forbids: (to) => !leadsInto(to, "preload", "shared") && !leadsToPackage(to, "electron", "zod"),
  },
  {
    says: "renderer imports shared and renderer only, and nothing of Node's or Electron's",
    from: shipped("renderer"),
    forbids: (to) =>
      to.kind === "builtin" ||
      (to.kind === "file" && !leadsInto(to, "renderer", "shared")) ||
      (to.kind === "package" && /^(electron|undici$|fastify$|@fastify\/)/.test(to.name)),
  },
  {
    says: "tests in renderer import no other room",
    from: (file) => within("renderer")(file) && isTest(file),
    forbids: (to) => to.kind === "file" && !leadsInto(to, "renderer", "shared"),
  },
  {
    says: "sandbox imports shared and sandbox only, and never electron",
    from: within("sandbox"),
    forbids: (to) =>
      (to.kind === "file" && !leadsInto(to, "sandbox", "shared", "assets")) ||
      (to.kind === "package" && to.name.startsWith("electron")),
  },
  {
    says: "scripts, e2e and bench see the app from outside: nothing of the renderer's",
    from: within("scripts", "e2e", "bench"),
    forbids: (to) => leadsInto(to, "renderer"),
  },
];

/** Every import that a rule or the order of the rooms forbids, one line each. */
export function brokenArrows(arrows: readonly Arrow[]): string[] {
  return arrows.flatMap((arrow) => {
    const { from, to } = arrow;
    const broken = rules.filter((rule) => rule.from(from) && rule.forbids(to, from)).map((rule) => rule.says);
    return [...broken, ...brokenLayers(arrow)].map((why) => `${from} -> ${to.name}: ${why}`);
  });
}
