import type { TopicName, TopicPayload } from "../../shared/ipc/topics.ts";
import type { Holds, Upload } from "../../shared/model/upload.ts";
import type { LibrarySync, LibraryVideo } from "../../shared/model/video.ts";

export type SendTopic = <N extends TopicName>(topic: N, payload: TopicPayload<N>) => void;

interface Change<T> {
  upserts: readonly T[];
  removed: readonly string[];
}

/** Gathers changes into one message, the newest of each row. */
interface ChangeFeed<T> {
  revision(): number;
  push(change: Change<T>): void;
  /** Everything is different now: a revision is skipped, so that the page takes a snapshot. */
  reset(): void;
  /** Sends what has been gathered now. */
  flush(): void;
}

function createFeed<T>(
  keyOf: (item: T) => string,
  flush: (revision: number, change: Change<T>) => void,
  /** The least time between two messages, ms; 0: one for each turn of the event loop. */
  gapMs = 0,
): ChangeFeed<T> {
  let revision = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  let upserts = new Map<string, T>();
  let removed = new Set<string>();
  /** Calls off the message that is to leave; null: there is none. */
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

/** What main tells the page by itself. */
export interface Publisher {
  uploads: ChangeFeed<Upload>;
  library: ChangeFeed<LibraryVideo>;
  /** What is known of products has changed, and the lists of these videos with it: whoever shows them asks again. */
  products: (...videoIds: string[]) => void;
  /** A change of many videos has moved on: whoever shows it asks again. */
  bulk: () => void;
  /** Something about watched folders has changed. */
  watch: () => void;
  /** Sends the gathered changes of uploads and library now: what a call has changed is heard before its answer. */
  flush: () => void;
}

/** A sync of ten thousand videos comes page by page: the window draws itself anew this often at the most, ms. */
const libraryGapMs = 200;

/** How often it is told at the most that something is to be asked for again, ms. */
const nudgeMs = 250;
/** The same for changes of many videos: whoever shows them asks for ten thousand lines, ms. */
const bulkMs = 1000;

function createNudge(tell: (revision: number, what: string[]) => void, gapMs = nudgeMs): (...what: string[]) => void {
  let revision = 0;
  let scheduled = false;
  let gathered = new Set<string>();
  return (...what) => {
    for (const each of what) gathered.add(each);
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => {
      const told = [...gathered];
      gathered = new Set();
      scheduled = false;
      revision += 1;
      tell(revision, told);
    }, gapMs);
  };
}

/** Builds the feeds over a way to send; `holds` and `sync` are read when a message leaves. */
export function createPublisher(send: SendTopic, holds: () => Holds, sync: () => LibrarySync): Publisher {
  const uploads = createFeed<Upload>(
    (upload) => upload.id,
    (revision, { upserts, removed }) =>
      send("uploads.changed", { revision, upserts: [...upserts], removed: [...removed], holds: holds() }),
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
