import type { AppErrorValue } from "../../shared/errors.ts";
import { errorValueOf } from "../bridge/client.ts";

interface Revised {
  readonly revision: number;
}

/** Where a mirrored list comes from, and what to do with its snapshots and changes. */
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
 * Mirrors a list of main's: subscribes first, then takes a snapshot, buffers changes that arrive in between, and takes
 * another snapshot whenever a revision is skipped.
 */
export function keepMirror<Snapshot extends Revised, Change extends Revised>(
  source: MirrorSource<Snapshot, Change>,
): Mirror {
  let revision: number | null = null;
  let buffered: Change[] = [];
  let taking = false;
  let stopped = false;

  /** Applies buffered changes in order; false when a revision is missing. */
  const drain = (): boolean => {
    const waiting = buffered.toSorted((a, b) => a.revision - b.revision);
    buffered = [];
    for (const [index, change] of waiting.entries()) {
      if (revision === null || change.revision > revision + 1) {
        buffered = waiting.slice(index);
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
      buffered = [];
      if (!stopped) source.failed(errorValueOf(thrown));
      return;
    } finally {
      taking = false;
    }
    if (!drain()) void take();
  };

  const unsubscribe = source.subscribe((change) => {
    buffered.push(change);
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
