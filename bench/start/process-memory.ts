import { familyOf, readProcessFile } from "../../scripts/machine/process-family.ts";

const kilobytesOf = (id: number) =>
  Number(/^Pss:\s*(\d+)/m.exec(readProcessFile(`/proc/${id}/smaps_rollup`))?.[1] ?? 0);

/** The memory of a process and all that it started, MB: their proportional set sizes (PSS), as shared pages count once. */
export function memoryOf(pid: number): number {
  return familyOf(pid).reduce((sum, id) => sum + kilobytesOf(id), 0) / 1024;
}
