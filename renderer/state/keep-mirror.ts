import type { AppErrorValue } from "../../shared/errors.ts";
import { errorValueOf } from "../bridge/client.ts";

interface Revised {
  readonly revision: number;
}

/** Both halves of a mirrored list: how it is read whole and heard changing, and what to do with either. */
export interface MirrorSource<Snapshot extends Revised, Change extends Revised> {
  subscribe(listener: (change: Change) => void): () => void;
  snapshot(): Promise<Snapshot>;
  reset(snapshot: Snapshot): void;
  apply(change: Change): void;
  failed(error: AppErrorValue): void;
}

/** A running mirror. */
export interface Mirror {
  /** Takes a fresh snapshot. */
  refresh(): void;
  stop(): void;
}

/**
 * Keeps a copy of a list in step with main: subscribes first, then takes a snapshot, holds what arrives in between, and
 * takes another snapshot whenever a revision is skipped.
 */
export function keepMirror<Snapshot extends Revised, Change extends Revised>(
  source: MirrorSource<Snapshot, Change>,
): Mirror {
  let revision: number | null = null;
  let held: Change[] = [];
  let taking = false;
  let stopped = false;

  /** Applies what is next in line; false when something in between is missing. */
  const drain = (): boolean => {
    const waiting = held.toSorted((a, b) => a.revision - b.revision);
    held = [];
    for (const [at, change] of waiting.entries()) {
      if (revision === null || change.revision > revision + 1) {
        held = waiting.slice(at);
        return false;
      }
      if (change.revision <= revision) continue;
      source.apply(change);
      revision = change.revision;
    }
    return true;
  };

  const take = async (): Promise<void> => {
    if (taking || stopped) return;
    taking = true;
    try {
      const snapshot = await source.snapshot();
      if (stopped) return;
      source.reset(snapshot);
      revision = snapshot.revision;
    } catch (thrown) {
      revision = null;
      held = [];
      if (!stopped) source.failed(errorValueOf(thrown));
      return;
    } finally {
      taking = false;
    }
    if (!drain()) void take();
  };

  const unsubscribe = source.subscribe((change) => {
    held.push(change);
    if (!taking && (revision === null || !drain())) void take();
  });
  void take();

  return {
    refresh: () => void take(),
    stop: () => {
      stopped = true;
      unsubscribe();
    },
  };
}
