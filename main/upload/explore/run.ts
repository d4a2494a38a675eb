import type { Rules } from "./rules.ts";
import { copyWorld, type ExploredUpload, type World } from "./world.ts";

/** One event on its way through the app: the world that it changes, and what was observed on the way. */
export interface Run {
  rules: Rules;
  world: World;
  /** The worlds in which the process ended between two writes of this event. */
  crashes: World[];
  writes: number;
  violations: string[];
}

/** Starts an event in a copy of the world. */
export function createRun(rules: Rules, world: World): Run {
  return { rules, world: copyWorld(world), crashes: [], writes: 0, violations: [] };
}

/** An upload of the world. Throws when there is none. */
export function uploadOf({ uploads }: World, upload: number): ExploredUpload {
  const found = uploads[upload];
  if (found === undefined) throw new Error(`no upload ${upload}`);
  return found;
}

/** Replaces what is known of an upload. */
export function change(world: World, upload: number, changes: Partial<ExploredUpload>): void {
  world.uploads[upload] = { ...uploadOf(world, upload), ...changes };
}

/** The process ends: only what was written remains. */
export function crash(world: World): void {
  world.running = false;
  world.held = false;
  for (const [upload] of world.uploads.entries())
    change(world, upload, { due: [], transfer: null, reconcile: null, saving: null });
}

/** A durable write. The process may end before it; before the first one that is a crash before the event. */
export function write(run: Run, apply: () => void): void {
  if (run.writes > 0) {
    const crashed = copyWorld(run.world);
    crash(crashed);
    run.crashes.push(crashed);
  }
  run.writes += 1;
  apply();
}
