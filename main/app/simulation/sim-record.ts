import type { SimClock } from "../../foundation/sim-clock.ts";

/** Records what happens in a simulation, and which guarantees of the engine were violated. */
export interface SimRecord {
  trace: string[];
  violations: string[];
  note(line: string): void;
  violation(line: string): void;
}

/** Creates an empty record; each line of the trace starts with the simulated time in ms. */
export function createSimRecord(clock: Pick<SimClock, "trueMs">): SimRecord {
  const trace: string[] = [];
  const violations: string[] = [];
  const note = (line: string) => void trace.push(`${clock.trueMs()} ${line}`);
  const violation = (line: string) => {
    violations.push(line);
    note(`VIOLATION ${line}`);
  };
  return { trace, violations, note, violation };
}
