import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createInspections } from "./inspections.ts";

let folder: string;
let record: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inspections-"));
  record = join(folder, "inspecting.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, "film");
  return path;
}
const accepted = async (path: string) => ({ ok: false, code: "file-empty", fileName: path, sizeBytes: 0 }) as const;

/** A process that ends while it inspects these files. */
async function crashDuring(...paths: string[]): Promise<void> {
  const begun = new Set<string>();
  const { inspect } = createInspections(record, (path) => {
    begun.add(path);
    return new Promise(() => {});
  });
  for (const path of paths) void inspect(path, true);
  while (begun.size < paths.length) await new Promise((resolve) => setTimeout(resolve, 1));
}
const codeOf = async (path: string, isDeliberate = false) => {
  const inspection = await createInspections(record, accepted).inspect(path, isDeliberate);
  return inspection.ok ? null : inspection.code;
};

describe("createInspections", () => {
  it("tries a file twice, then refuses it until the user offers it by name or it changes", async () => {
    const path = file("a.mp4");
    await crashDuring(path);
    expect(createInspections(record, accepted).isSuspect(path)).toBe(true);
    await crashDuring(path);
    expect(await codeOf(path)).toBe("file-stopped-app");
    expect(createInspections(record, accepted).explains([folder])).toBe(true);
    expect(createInspections(record, accepted).explains([`${folder}x`])).toBe(false);
    utimesSync(path, 1, 1);
    expect(await codeOf(path)).toBe("file-empty");
    await crashDuring(path);
    await crashDuring(path);
    expect(await codeOf(path)).toBe("file-stopped-app");
    expect(await codeOf(path, true)).toBe("file-empty");
    // It was survived: no longer suspected.
    expect(await codeOf(path)).toBe("file-empty");
  });

  it("clears the files that were only inspected at the same time", async () => {
    const [a, b] = [file("a.mp4"), file("b.mp4")];
    await crashDuring(a, b);
    expect(await codeOf(b)).toBe("file-empty");
    await crashDuring(a);
    expect([await codeOf(a), await codeOf(b)]).toEqual(["file-stopped-app", "file-empty"]);
  });

  it("blames no file when the app is quit meanwhile", async () => {
    const path = file("a.mp4");
    const { inspect, stop } = createInspections(record, () => new Promise(() => {}));
    void inspect(path, false);
    while (!existsSync(record)) await new Promise((resolve) => setTimeout(resolve, 1));
    stop();
    expect(createInspections(record, accepted).isSuspect(path)).toBe(false);
  });

  it("tries every file again when the record is damaged or cannot be written", async () => {
    writeFileSync(record, '[{"path":');
    expect(await codeOf(file("a.mp4"))).toBe("file-empty");
    const unwritable = createInspections(join(folder, "missing", "inspecting.json"), accepted);
    expect(await unwritable.inspect(file("b.mp4"), false)).toMatchObject({ code: "file-empty" });
  });
});
