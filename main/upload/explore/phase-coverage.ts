import { type UploadPhase, uploadStateSchema } from "../../../shared/model/upload.ts";
import { propagate } from "./propagate.ts";
import type { StateGraph } from "./state-graph.ts";

/** Every phase of an upload. */
export const phases: readonly UploadPhase[] = uploadStateSchema.options.map(({ shape }) => shape.phase.value);

/** From phase to phase: which phases some state of a phase leads to. */
export type PhaseCoverage = ReadonlyMap<string, ReadonlySet<string>>;

/** What can follow once BigGo has the video. From all other phases every phase can follow. */
const afterArrival: Partial<Record<UploadPhase, readonly UploadPhase[]>> = {
  saving: ["processing", "complete", "failed"],
  processing: ["complete", "failed"],
  complete: [],
  duplicate: [],
};

/** Whether an upload in one phase can be in another one later. */
export function canFollow(from: UploadPhase, to: UploadPhase): boolean {
  return afterArrival[from]?.includes(to) ?? true;
}

/** Which phases an upload was seen to reach from which. */
export function coverPhases(graph: StateGraph, upload: number): PhaseCoverage {
  const bitOf = (state: number) => 1 << phases.indexOf(graph.phaseOf(state, upload) as UploadPhase);
  const reached = propagate(graph, bitOf, false);
  const masks = phases.map(() => 0);
  for (let state = 0; state < graph.expanded; state += 1) {
    const phase = phases.indexOf(graph.phaseOf(state, upload) as UploadPhase);
    graph.forEachNext(state, (next) => {
      masks[phase] = (masks[phase] ?? 0) | (reached[next] ?? 0);
    });
  }
  return new Map(
    phases.map((from, index) => [from, new Set(phases.filter((_, to) => (masks[index] ?? 0) & (1 << to)))]),
  );
}

/** Several coverages as one. */
export function uniteCoverages(coverages: readonly PhaseCoverage[]): PhaseCoverage {
  const union = (phase: string) => new Set(coverages.flatMap((coverage) => [...(coverage.get(phase) ?? [])]));
  return new Map(phases.map((phase) => [phase, union(phase)]));
}

/** The pairs of phases that were not seen although they can follow each other, such as `failed → saving`. */
export function missingPairs(coverage: PhaseCoverage): string[] {
  return phases.flatMap((from) => {
    const missing = phases.filter((to) => to !== from && canFollow(from, to) && !coverage.get(from)?.has(to));
    return missing.map((to) => `${from} → ${to}`);
  });
}

/** A table of what was reached from where, one phase a line. */
export function describeCoverage(coverage: PhaseCoverage): string[] {
  const width = Math.max(...phases.map((phase) => phase.length)) + 1;
  const header = `${"".padEnd(width)}${phases.map((phase) => phase.slice(0, 4).padEnd(5)).join("")}`;
  const cell = (from: UploadPhase, to: UploadPhase) => {
    if (coverage.get(from)?.has(to) === true) return "x";
    return canFollow(from, to) ? "?" : "-";
  };
  const lines = phases.map((from) => `${from.padEnd(width)}${phases.map((to) => cell(from, to).padEnd(5)).join("")}`);
  return [header, ...lines.map((line) => line.trimEnd()), "x reached, - cannot follow, ? not reached at this depth"];
}
