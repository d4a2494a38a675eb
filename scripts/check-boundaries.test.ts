import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const check = join(import.meta.dirname, "check-boundaries.ts");

const cleanTree: Record<string, string> = {
  "shared/model/video.ts": 'import { z } from "zod";\nexport const video = z.object({});\n',
  "main/index.ts": 'import { app } from "electron";\nimport "./app/compose.ts";\napp.quit();\n',
  "main/app/compose.ts":
    'import "../library/list.ts";\nimport "../upload/engine.ts";\nimport "../ipc/serve.ts";\nimport "electron";\n',
  "main/app/workspace.test-harness.ts": 'import "./compose.ts";\nimport "../../sandbox/testing.ts";\n',
  "main/foundation/clock.ts": "export const now = Date.now;\n",
  "main/biggo/client.ts": 'import { request } from "undici";\nexport const client = request;\n',
  "main/database/open.ts": 'import { DatabaseSync } from "node:sqlite";\nexport const open = DatabaseSync;\n',
  "main/library/list.ts": 'export { client } from "../biggo/client.ts";\nexport { open } from "../database/open.ts";\n',
  "main/upload/model/row.ts": 'export { now } from "../../foundation/clock.ts";\n',
  "main/upload/machine/machine.ts": 'export { now } from "../model/row.ts";\n',
  "main/upload/machine/machine.test.ts": 'import "./machine.ts";\nimport "../../../sandbox/testing.ts";\n',
  "main/upload/engine.ts": 'import "./machine/machine.ts";\n',
  "main/ipc/serve.ts": 'import { ipcMain } from "electron";\nexport const serve = ipcMain;\n',
  "preload/index.ts": 'import { ipcRenderer } from "electron";\nexport const bridge = ipcRenderer;\n',
  "renderer/ui/button.tsx": "export const Button = () => <button>OK</button>;\n",
  "renderer/items/cover.tsx": 'export { Button } from "../ui/button.tsx";\n',
  "renderer/features/library/screen.tsx": 'import "../../items/cover.tsx";\nimport "../account/banner.tsx";\n',
  "renderer/features/account/banner.tsx": 'import "../../ui/button.tsx";\n',
  "renderer/app/app.tsx": 'import "../../shared/model/video.ts";\nimport "../features/library/screen.tsx";\n',
  "sandbox/testing.ts": 'import "../shared/model/video.ts";\nimport "fastify";\n',
  "scripts/start.ts": 'import "../main/upload/engine.ts";\n',
};

type Planted = readonly [name: string, file: string, source: string, offence: string];

const plantedArrows: readonly Planted[] = [
  ["renderer to main", "renderer/ui/a.ts", 'import "../../main/index.ts";', "renderer/ui/a.ts -> main/index.ts"],
  [
    "renderer to a type of main",
    "renderer/ui/a.ts",
    'type S = import("../../main/app/compose.ts").S;',
    "renderer/ui/a.ts -> main/app/compose.ts",
  ],
  ["renderer to Node", "renderer/ui/a.ts", 'import { join } from "node:path";', "renderer/ui/a.ts -> node:path"],
  ["engine to electron", "main/upload/model/a.ts", 'import "electron";', "main/upload/model/a.ts -> electron"],
  ["shared to Node", "shared/a.ts", 'import { readFileSync } from "node:fs";', "shared/a.ts -> node:fs"],
  [
    "shared to main, as a type",
    "shared/a.ts",
    'import type { S } from "../main/index.ts";',
    "shared/a.ts -> main/index.ts",
  ],
  [
    "main to sandbox, at run time",
    "main/app/a.ts",
    'void import("../../sandbox/testing.ts");',
    "main/app/a.ts -> sandbox/testing.ts",
  ],
  ["sandbox to main", "sandbox/a.ts", 'import "../main/upload/engine.ts";', "sandbox/a.ts -> main/upload/engine.ts"],
  ["preload to Node", "preload/a.ts", 'import "node:fs";', "preload/a.ts -> node:fs"],
  ["e2e to renderer", "e2e/a.e2e.ts", 'import "../renderer/app/app.tsx";', "e2e/a.e2e.ts -> renderer/app/app.tsx"],
  ["a file that is not there", "main/app/a.ts", 'import "./gone.ts";', "main/app/a.ts -> main/app/gone.ts"],
  // Rooms beside each other.
  [
    "feature to feature in main",
    "main/library/a.ts",
    'export * from "../upload/engine.ts";',
    "main/library/a.ts -> main/upload/engine.ts",
  ],
  [
    "feature to feature in the window, against the listed direction",
    "renderer/features/account/a.ts",
    'import "../library/screen.tsx";',
    "renderer/features/account/a.ts -> renderer/features/library/screen.tsx",
  ],
  ["biggo to database", "main/biggo/a.ts", 'import "../database/open.ts";', "main/biggo/a.ts -> main/database/open.ts"],
  // Upward.
  ["biggo to a feature", "main/biggo/a.ts", 'import "../library/list.ts";', "main/biggo/a.ts -> main/library/list.ts"],
  [
    "foundation to biggo",
    "main/foundation/a.ts",
    'import "../biggo/client.ts";',
    "main/foundation/a.ts -> main/biggo/client.ts",
  ],
  ["feature to ipc", "main/library/a.ts", 'import "../ipc/serve.ts";', "main/library/a.ts -> main/ipc/serve.ts"],
  [
    "model to machine",
    "main/upload/model/a.ts",
    'import "../machine/machine.ts";',
    "main/upload/model/a.ts -> main/upload/machine/machine.ts",
  ],
  [
    "items to a feature",
    "renderer/items/a.ts",
    'import "../features/account/banner.tsx";',
    "renderer/items/a.ts -> renderer/features/account/banner.tsx",
  ],
  ["ui to items", "renderer/ui/a.ts", 'import "../items/cover.tsx";', "renderer/ui/a.ts -> renderer/items/cover.tsx"],
  [
    "feature to app",
    "renderer/features/account/a.ts",
    'import "../../app/app.tsx";',
    "renderer/features/account/a.ts -> renderer/app/app.tsx",
  ],
  [
    "a room that no tier names",
    "main/elsewhere/a.ts",
    'import "../biggo/client.ts";',
    "main/elsewhere/a.ts -> main/biggo/client.ts",
  ],
];

let root: string;

function plant(files: Record<string, string>): void {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
}

function runCheck(): { status: number | null; output: string } {
  const { status, stderr } = spawnSync(process.execPath, [check, root], { encoding: "utf8" });
  return { status, output: stderr };
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "boundaries-"));
  plant(cleanTree);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the boundary check", () => {
  test("passes a tree whose imports run one way", () => {
    expect(runCheck()).toEqual({ status: 0, output: "" });
  });

  test.each(plantedArrows)("names the broken arrow: %s", (_name, file, source, offence) => {
    plant({ [file]: `${source}\n` });
    const { status, output } = runCheck();
    // An arrow that runs upward closes a cycle of folders as well.
    const offences = output.split("\n").filter((line) => line !== "" && !line.endsWith("a cycle of folders"));
    expect(offences).toEqual([expect.stringContaining(`${offence}: `)]);
    expect(status).toBe(1);
  });

  test("names a cycle of files", () => {
    plant({
      "main/upload/machine/a.ts": 'export { b } from "./b.ts";\nexport const a = 1;\n',
      "main/upload/machine/b.ts": 'import type { a } from "./a.ts";\nexport const b: typeof a = 1;\n',
    });
    const { status, output } = runCheck();
    expect(output).toContain(
      "main/upload/machine/a.ts -> main/upload/machine/b.ts -> main/upload/machine/a.ts: a cycle",
    );
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(1);
  });

  test("names a cycle of folders whose files form none", () => {
    plant({
      "sandbox/routes/a.ts": 'import "../store/b.ts";\n',
      "sandbox/routes/c.ts": "export const c = 1;\n",
      "sandbox/store/b.ts": "export const b = 1;\n",
      "sandbox/store/d.ts": 'import "../routes/c.ts";\n',
    });
    const { status, output } = runCheck();
    expect(output).toContain("sandbox/routes/ -> sandbox/store/ -> sandbox/routes/: a cycle of folders");
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(1);
  });

  test("lets a test import what is built on the unit it tests", () => {
    plant({
      "sandbox/routes/a.ts": 'import "../store/b.ts";\n',
      "sandbox/store/b.ts": "export const b = 1;\n",
      "sandbox/store/b.test.ts": 'import "../routes/a.ts";\n',
    });
    expect(runCheck()).toEqual({ status: 0, output: "" });
  });
});
