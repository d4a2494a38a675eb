import { familyOf, readProcessFile } from "../../scripts/machine/process-family.ts";

/** Linux counts processor time in hundredths of a second (`getconf CLK_TCK`). */
const tickMs = 10;

/** Fields 14 and 15 of proc(5)'s stat, after the name, which may contain blanks. */
function ticksOf(pid: number): number {
  const [user = 0, system = 0] =
    readProcessFile(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ").slice(11).map(Number) ?? [];
  return user + system;
}

/** The processor time of a process and of all that it started and that still run, ms. */
export function processorMs(pid: number): number {
  return familyOf(pid).reduce((sum, id) => sum + ticksOf(id), 0) * tickMs;
}
