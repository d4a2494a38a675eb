import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const check = join(import.meta.dirname, "check-boundaries.ts");

const cleanTree: Record<string, string> = {
  "shared/model/video.ts": 'import { z } from "zod";\nexport const video = z.object({});\n',
  "main/index.ts": 'import { app } from "electron";\nimport "./compose.ts";\napp.quit();\n',
  "main/compose.ts": 'import "./library/list.ts";\nimport "./upload/machine.ts";\nimport "./ipc/serve.ts";\n',
  "main/biggo/client.ts": 'import { request } from "undici";\nexport const client = request;\n',
  "main/database/open.ts": 'import { DatabaseSync } from "node:sqlite";\nexport const open = DatabaseSync;\n',
  "main/library/list.ts": 'export { client } from "../biggo/client.ts";\nexport { open } from "../database/open.ts";\n',
  "main/upload/machine.ts": "export const states = [];\n",
  "main/upload/machine.test.ts": 'import "./machine.ts";\nimport "../../sandbox/testing.ts";\n',
  "main/ipc/serve.ts": 'import { ipcMain } from "electron";\nexport const serve = ipcMain;\n',
  "preload/index.ts": 'import { ipcRenderer } from "electron";\nexport const door = ipcRenderer;\n',
  "renderer/app.tsx": 'import "../shared/model/video.ts";\nexport const App = () => <main>Hello</main>;\n',
  "sandbox/testing.ts": 'import "../shared/model/video.ts";\nimport "fastify";\n',
  "scripts/start.ts": 'import "../main/upload/machine.ts";\n',
};

const plantedArrows: ReadonlyArray<readonly [name: string, file: string, source: string, offence: string]> = [
  [
    "renderer to main",
    "renderer/a.ts",
    'import "../main/upload/machine.ts";',
    "renderer/a.ts -> main/upload/machine.ts",
  ],
  [
    "renderer to a type of main",
    "renderer/a.ts",
    'type S = import("../main/compose.ts").S;',
    "renderer/a.ts -> main/compose.ts",
  ],
  ["renderer to Node", "renderer/a.ts", 'import { join } from "node:path";', "renderer/a.ts -> node:path"],
  ["engine to electron", "main/upload/a.ts", 'import { app } from "electron";', "main/upload/a.ts -> electron"],
  ["shared to Node", "shared/a.ts", 'import { readFileSync } from "node:fs";', "shared/a.ts -> node:fs"],
  [
    "shared to main, as a type",
    "shared/a.ts",
    'import type { S } from "../main/compose.ts";',
    "shared/a.ts -> main/compose.ts",
  ],
  [
    "feature to feature",
    "main/library/a.ts",
    'export * from "../upload/machine.ts";',
    "main/library/a.ts -> main/upload/machine.ts",
  ],
  [
    "foundation to feature",
    "main/biggo/a.ts",
    'import "../library/list.ts";',
    "main/biggo/a.ts -> main/library/list.ts",
  ],
  [
    "main to sandbox, at run time",
    "main/a.ts",
    'void import("../sandbox/testing.ts");',
    "main/a.ts -> sandbox/testing.ts",
  ],
  ["sandbox to main", "sandbox/a.ts", 'import "../main/upload/machine.ts";', "sandbox/a.ts -> main/upload/machine.ts"],
  ["preload to Node", "preload/a.ts", 'import "node:fs";', "preload/a.ts -> node:fs"],
  ["e2e to renderer", "e2e/a.e2e.ts", 'import "../renderer/app.tsx";', "e2e/a.e2e.ts -> renderer/app.tsx"],
  ["a file that is not there", "main/a.ts", 'import "./gone.ts";', "main/a.ts -> main/gone.ts"],
];

let root: string;

function plant(files: Record<string, string>): void {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
}

function runCheck(): { status: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, [check, root], { encoding: "utf8" });
  return { status, said: stderr };
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "boundaries-"));
  plant(cleanTree);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the boundary check", () => {
  test("passes a tree whose imports run one way", () => {
    expect(runCheck()).toEqual({ status: 0, said: "" });
  });

  test.each(plantedArrows)("names the broken arrow: %s", (_name, file, source, offence) => {
    plant({ [file]: `${source}\n` });
    const { status, said } = runCheck();
    expect(said).toContain(`${offence}: `);
    expect(said.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(1);
  });

  test("names a cycle", () => {
    plant({
      "main/upload/a.ts": 'export { b } from "./b.ts";\nexport const a = 1;\n',
      "main/upload/b.ts": 'import type { a } from "./a.ts";\nexport const b: typeof a = 1;\n',
    });
    const { status, said } = runCheck();
    expect(said).toContain("main/upload/a.ts -> main/upload/b.ts -> main/upload/a.ts: a cycle");
    expect(status).toBe(1);
  });
});
