import type { TopicName, TopicPayload } from "../../shared/ipc/topics.ts";
import type { Holds, Upload } from "../../shared/model/upload.ts";
import type { LibrarySync, LibraryVideo } from "../../shared/model/video.ts";

export type SendTopic = <N extends TopicName>(topic: N, payload: TopicPayload<N>) => void;

interface Change<T> {
  upserts: readonly T[];
  removed: readonly string[];
}

/** Coalesces changes into one message with the newest state of each item. */
interface ChangeFeed<T> {
  revision(): number;
  push(change: Change<T>): void;
  /** Everything has changed: skips a revision, so that the page takes a snapshot. */
  reset(): void;
  /** Sends pending changes now. */
  flush(): void;
}

function createFeed<T>(
  keyOf: (item: T) => string,
  flush: (revision: number, change: Change<T>) => void,
  /** The minimum interval between two messages, ms; a change after a longer pause is sent at once. */
  gapMs: number,
): ChangeFeed<T> {
  let revision = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  let upserts = new Map<string, T>();
  let removed = new Set<string>();
  /** Cancels the scheduled message; null when there is none. */
  let cancel: (() => void) | null = null;

  const run = () => {
    cancel = null;
    lastMs = performance.now();
    revision += 1;
    const change = { upserts: [...upserts.values()], removed: [...removed] };
    upserts = new Map();
    removed = new Set();
    flush(revision, change);
  };
  const schedule = () => {
    if (cancel !== null) return;
    const waitMs = lastMs + gapMs - performance.now();
    if (waitMs > 0) {
      const timer = setTimeout(run, waitMs);
      cancel = () => clearTimeout(timer);
    } else {
      const turn = setImmediate(run);
      cancel = () => clearImmediate(turn);
    }
  };

  return {
    revision: () => revision,
    push(change) {
      for (const item of change.upserts) {
        removed.delete(keyOf(item));
        upserts.set(keyOf(item), item);
      }
      for (const key of change.removed) {
        upserts.delete(key);
        removed.add(key);
      }
      schedule();
    },
    reset() {
      upserts.clear();
      removed.clear();
      revision += 1;
      schedule();
    },
    flush() {
      if (cancel === null) return;
      cancel();
      run();
    },
  };
}

/** Publishes changes to the page. */
export interface Publisher {
  uploads: ChangeFeed<Upload>;
  library: ChangeFeed<LibraryVideo>;
  /** Products, and the product lists of these videos, have changed: the page refetches what it shows of them. */
  products: (...videoIds: string[]) => void;
  /** A bulk job has changed: the page refetches it. */
  bulk: () => void;
  /** Something about watched folders has changed. */
  watch: () => void;
  /** Sends pending changes of uploads and library now, so that they arrive before the response to the call. */
  flush: () => void;
}

/** A hundred uploads change many times a second: the window redraws at most this often, ms. */
const uploadsGapMs = 250;
/** The same for videos: a sync of ten thousand arrives page by page, ms. */
const libraryGapMs = 500;

/** The minimum interval between two requests to refetch, ms. */
const nudgeMs = 500;
/** The same for bulk jobs, whose refetch can return ten thousand items, ms. */
const bulkMs = 1000;

function createNudge(
  publish: (revision: number, what: string[]) => void,
  gapMs = nudgeMs,
): (...what: string[]) => void {
  let revision = 0;
  let scheduled = false;
  let gathered = new Set<string>();
  return (...what) => {
    for (const each of what) gathered.add(each);
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => {
      const published = [...gathered];
      gathered = new Set();
      scheduled = false;
      revision += 1;
      publish(revision, published);
    }, gapMs);
  };
}

/** Creates the publisher; `holds` and `sync` are read when a message is sent. */
export function createPublisher(send: SendTopic, holds: () => Holds, sync: () => LibrarySync): Publisher {
  const uploads = createFeed<Upload>(
    (upload) => upload.id,
    (revision, { upserts, removed }) =>
      send("uploads.changed", { revision, upserts: [...upserts], removed: [...removed], holds: holds() }),
    uploadsGapMs,
  );
  const library = createFeed<LibraryVideo>(
    (video) => video.videoId,
    (revision, { upserts, removed }) =>
      send("library.changed", { revision, upserts: [...upserts], removed: [...removed], sync: sync() }),
    libraryGapMs,
  );
  return {
    uploads,
    library,
    products: createNudge((revision, videoIds) => send("products.changed", { revision, videoIds })),
    watch: createNudge((revision) => send("watch.changed", { revision })),
    bulk: createNudge((revision) => send("bulk.changed", { revision }), bulkMs),
    flush() {
      uploads.flush();
      library.flush();
    },
  };
}
