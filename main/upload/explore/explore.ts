import { createWorld, type WorldOptions } from "./create-world.ts";
import { coverPhases, type PhaseCoverage, uniteCoverages } from "./phase-coverage.ts";
import { findStuck } from "./propagate.ts";
import type { Rules } from "./rules.ts";
import { search, type Violation } from "./search.ts";

/** What an exploration has found. */
export interface Exploration {
  states: number;
  events: number;
  /** The number of events up to which every order was tried. */
  depth: number;
  /** Whether there are no further states: then this is a proof for such a world. */
  isComplete: boolean;
  coverage: PhaseCoverage;
  violation: Violation | null;
}

/**
 * Explores a world breadth-first, up to `depth` events: every order of events, and the end of the process after every write.
 * Checks every state, and that each leads to the end of its uploads once nothing fails any more.
 */
export async function explore(options: WorldOptions, rules: Rules, depth: number): Promise<Exploration> {
  const { graph, violation, ...found } = await search(createWorld(options), rules, depth);
  const stuck = violation === null ? findStuck(graph) : null;
  const stuckViolation =
    stuck === null ? null : { message: "an upload never settles after these events", events: graph.path(stuck) };
  return {
    states: graph.size,
    events: graph.events,
    depth: found.depth,
    isComplete: found.isComplete,
    coverage: uniteCoverages(Array.from({ length: options.uploads }, (_, upload) => coverPhases(graph, upload))),
    violation: violation ?? stuckViolation,
  };
}
