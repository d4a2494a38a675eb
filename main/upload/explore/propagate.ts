import type { StateGraph } from "./state-graph.ts";

/**
 * Carries bits of states back along the events that lead to them until nothing changes. Returns for each state the bits of all
 * states that can be reached from it, its own included.
 */
export function propagate(graph: StateGraph, bitsOf: (state: number) => number, benignOnly: boolean): Int32Array {
  const reached = Int32Array.from({ length: graph.size }, (_, state) => bitsOf(state));
  let hasChanged = true;
  while (hasChanged) {
    hasChanged = false;
    // Most events lead to states that were found later, so a pass from the end carries bits far.
    for (let state = graph.expanded - 1; state >= 0; state -= 1) {
      let bits = reached[state] ?? 0;
      graph.forEachNext(state, (next, benign) => {
        if (benign || !benignOnly) bits |= reached[next] ?? 0;
      });
      if (bits === reached[state]) continue;
      reached[state] = bits;
      hasChanged = true;
    }
  }
  return reached;
}

/**
 * The first state from which nothing final is reached although nothing fails any more; null when there is none. Where a
 * path leads beyond what was explored, it counts as reaching something final.
 */
export function findStuck(graph: StateGraph): number | null {
  const isOpen = (state: number) => graph.isFinal(state) || state >= graph.expanded;
  const ends = propagate(graph, (state) => (isOpen(state) ? 1 : 0), true);
  const stuck = ends.indexOf(0);
  return stuck === -1 ? null : stuck;
}
