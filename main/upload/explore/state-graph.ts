import { createNumberList } from "./number-list.ts";

/** A state as the graph keeps it. */
export interface GraphState {
  /** The phase of each upload. */
  phases: readonly string[];
  /** Nothing more happens to its uploads. */
  isFinal: boolean;
}

/** Every explored state, numbered in the order of discovery, and every event between two of them. */
export interface StateGraph {
  readonly size: number;
  /** Number of states whose events are known. The others were found last. */
  readonly expanded: number;
  readonly events: number;
  /** Adds a state that an event led to; -1 for the first one. Returns its number. */
  add(state: GraphState, from: number, label: string): number;
  /** Adds an event of the state that is expanded now. */
  connect(to: number, benign: boolean): void;
  /** All events of the state that is expanded now are known; the next one follows. */
  endState(): void;
  phaseOf(state: number, upload: number): string;
  isFinal(state: number): boolean;
  /** Calls `see` for each state that an event of this one leads to; `benign`: nothing has to fail for that. */
  forEachNext(state: number, see: (next: number, benign: boolean) => void): void;
  /** The events that lead from the first state to this one. */
  path(state: number): string[];
}

/** Creates an empty graph. */
export function createStateGraph(uploads: number): StateGraph {
  const [parents, labels, states] = [createNumberList(), createNumberList(), createNumberList()];
  const [targets, offsets] = [createNumberList(), createNumberList()];
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    names.push(name);
    numbers.set(name, names.length - 1);
    return names.length - 1;
  };
  offsets.push(0);
  return {
    get size() {
      return parents.length;
    },
    get expanded() {
      return offsets.length - 1;
    },
    get events() {
      return targets.length;
    },
    add({ phases, isFinal }, from, label) {
      parents.push(from);
      labels.push(numberOf(label));
      states.push(isFinal ? 1 : 0);
      for (const phase of phases) states.push(numberOf(phase));
      return parents.length - 1;
    },
    connect: (to, benign) => targets.push(to * 2 + (benign ? 1 : 0)),
    endState: () => offsets.push(targets.length),
    phaseOf: (state, upload) => names[states.at(state * (uploads + 1) + 1 + upload)] ?? "",
    isFinal: (state) => states.at(state * (uploads + 1)) === 1,
    forEachNext(state, see) {
      if (state >= offsets.length - 1) return;
      for (let index = offsets.at(state); index < offsets.at(state + 1); index += 1) {
        const target = targets.at(index);
        see(target >> 1, target % 2 === 1);
      }
    },
    path(state) {
      const found: string[] = [];
      for (let at = state; parents.at(at) !== -1; at = parents.at(at)) found.push(names[labels.at(at)] ?? "");
      return found.reverse();
    },
  };
}
