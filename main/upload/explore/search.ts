import { hash } from "node:crypto";
import { hasUnsavedDetails, isFinished, type UploadRow } from "../model/upload-row.ts";
import { biggoSteps } from "./biggo-steps.ts";
import { checkWorld } from "./check-world.ts";
import { pump } from "./explored-app.ts";
import { outsideSteps } from "./outside-steps.ts";
import type { Rules } from "./rules.ts";
import { createRun } from "./run.ts";
import { secondDeviceSteps } from "./second-device-steps.ts";
import { createStateGraph, type StateGraph } from "./state-graph.ts";
import type { Step } from "./step.ts";
import { transferSteps } from "./transfer-steps.ts";
import { userSteps } from "./user-steps.ts";
import { workSteps } from "./work-steps.ts";
import type { World } from "./world.ts";
import { keyOf } from "./world-key.ts";

/** A guarantee that was violated, and the shortest list of events that leads there. */
export interface Violation {
  message: string;
  events: string[];
}

/** What a search has found. */
export interface SearchResult {
  graph: StateGraph;
  /** The number of events up to which every order was tried. */
  depth: number;
  /** Whether there are no further states. */
  isComplete: boolean;
  violation: Violation | null;
}

/** Everything that may happen next. */
function stepsOf(world: World, rules: Rules): Step[] {
  const perUpload = world.uploads.flatMap((_, upload) => [
    ...transferSteps(world, rules, upload),
    ...workSteps(world, upload),
  ]);
  const around = [biggoSteps, outsideSteps, secondDeviceSteps, userSteps].flatMap((stepsAround) => stepsAround(world));
  return [...perUpload, ...around];
}

function isSettled(row: UploadRow): boolean {
  return isFinished(row) && !(hasUnsavedDetails(row) && row.saveError === null);
}

const summaryOf = ({ uploads }: World) => ({
  phases: uploads.map(({ row }) => row.state.phase),
  isFinal: uploads.every(({ row }) => isSettled(row)),
});

interface Frontier {
  graph: StateGraph;
  numbers: Map<string, number>;
  /** The states of the next level that are still to be expanded, in the order of their numbers. */
  next: World[];
  violation: Violation | null;
}

/** The number of a state, which is added when it is new. */
function visit(frontier: Frontier, world: World, from: number, label: string): number {
  const { graph, numbers, next } = frontier;
  const key = hash("md5", keyOf(world), "base64");
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const state = graph.add(summaryOf(world), from, label);
  numbers.set(key, state);
  next.push(world);
  const [message] = checkWorld(world);
  if (message !== undefined) frontier.violation ??= { message, events: graph.path(state) };
  return state;
}

async function expand(frontier: Frontier, rules: Rules, world: World, state: number): Promise<void> {
  const { graph } = frontier;
  for (const { label, benign, apply } of stepsOf(world, rules)) {
    const run = createRun(rules, world);
    await apply(run);
    pump(run);
    const [message] = run.violations;
    if (message !== undefined) frontier.violation ??= { message, events: [...graph.path(state), label] };
    graph.connect(visit(frontier, run.world, state, label), benign);
    for (const [index, crashed] of run.crashes.entries())
      graph.connect(visit(frontier, crashed, state, `${label}; the app is killed after write ${index + 1}`), false);
  }
  graph.endState();
}

/**
 * Explores every order of events breadth-first from a world, up to `depth` events or the first violation: a violation that is
 * found has no shorter list of events.
 */
export async function search(initial: World, rules: Rules, depth: number): Promise<SearchResult> {
  const graph = createStateGraph(initial.uploads.length);
  const frontier: Frontier = { graph, numbers: new Map(), next: [], violation: null };
  visit(frontier, initial, -1, "");
  let level = 0;
  while (level < depth && frontier.next.length > 0 && frontier.violation === null) {
    const worlds = frontier.next;
    frontier.next = [];
    for (const world of worlds) {
      await expand(frontier, rules, world, graph.expanded);
      if (frontier.violation !== null) break;
    }
    level += 1;
  }
  return { graph, depth: level, isComplete: frontier.next.length === 0, violation: frontier.violation };
}
