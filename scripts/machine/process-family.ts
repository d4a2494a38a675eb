import { readdirSync, readFileSync } from "node:fs";

/** A file's text; empty once the process that it describes has ended. */
export function readProcessFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** A process and all that it started, theirs included. Linux only. */
export function familyOf(pid: number): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const parentOf = (id: string) => Number(/^PPid:\s*(\d+)/m.exec(readProcessFile(`/proc/${id}/status`))?.[1]);
  const parents = all.map((id) => ({ id: Number(id), parent: parentOf(id) }));
  const family = new Set([pid]);
  for (const member of family) for (const { id, parent } of parents) if (parent === member) family.add(id);
  return [...family];
}
