import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { CallOutput } from "../../shared/ipc/contract.ts";
import type { TopicPayload } from "../../shared/ipc/topics.ts";
import { type Holds, noHolds, type QueueNotice, type Upload } from "../../shared/model/upload.ts";

/** Which upload a video came from. Kept after the row is removed, so that its card keeps its key and its position. */
export interface Arrival {
  readonly uploadId: string;
  readonly videoId: string;
  readonly addedAtMs: number;
}

/** The page's mirror of the queue, without progress. */
export interface UploadsState {
  readonly loaded: boolean;
  readonly uploads: ReadonlyMap<string, Upload>;
  readonly holds: Holds;
  /** What the user must know about the stored queue. */
  readonly notice: QueueNotice | null;
  /** By video id. */
  readonly arrivals: ReadonlyMap<string, Arrival>;
  readonly error: AppErrorValue | null;
}

/** The store of the queue and the actions on it. */
export type UploadsStore = StoreApi<UploadsState> & {
  reset(snapshot: CallOutput<"uploads.snapshot">): void;
  apply(change: TopicPayload<"uploads.changed">): void;
  fail(error: AppErrorValue): void;
  /** Moves an upload before main has confirmed it, so that a dropped row stays where it was dropped. */
  setPosition(id: string, position: number): void;
};

/** The video an upload became, or a duplicate is linked to; null while that is unknown. */
export function videoIdOf(upload: Upload): string | null {
  return "videoId" in upload.state ? upload.state.videoId : null;
}

/** Whether the upload's video is only a guess: it may be looked at, and must not be changed. */
export function isGuess({ state }: Upload): boolean {
  return state.phase === "duplicate" && state.isGuess === true;
}

function withArrivals(known: ReadonlyMap<string, Arrival>, uploads: Iterable<Upload>): ReadonlyMap<string, Arrival> {
  let grown: Map<string, Arrival> | null = null;
  for (const upload of uploads) {
    // A duplicate is linked to an older video that did not come from this row.
    const videoId = upload.state.phase === "duplicate" ? null : videoIdOf(upload);
    if (videoId === null || known.has(videoId)) continue;
    grown ??= new Map(known);
    grown.set(videoId, { uploadId: upload.id, videoId, addedAtMs: upload.addedAtMs });
  }
  return grown ?? known;
}

/** Creates an empty store, to be filled by a mirror. */
export function createUploadsStore(): UploadsStore {
  const store = createStore<UploadsState>(() => ({
    loaded: false,
    uploads: new Map(),
    holds: noHolds,
    notice: null,
    arrivals: new Map(),
    error: null,
  }));
  return Object.assign(store, {
    reset: (snapshot: CallOutput<"uploads.snapshot">) =>
      store.setState(({ arrivals }) => ({
        loaded: true,
        uploads: new Map(snapshot.uploads.map((upload) => [upload.id, upload])),
        holds: snapshot.holds,
        notice: snapshot.notice,
        arrivals: withArrivals(arrivals, snapshot.uploads),
        error: null,
      })),
    apply: (change: TopicPayload<"uploads.changed">) =>
      store.setState((before) => {
        const uploads = new Map(before.uploads);
        for (const id of change.removed) uploads.delete(id);
        for (const upload of change.upserts) uploads.set(upload.id, upload);
        return { uploads, holds: change.holds, arrivals: withArrivals(before.arrivals, change.upserts) };
      }),
    fail: (error: AppErrorValue) => store.setState({ error }),
    setPosition: (id: string, position: number) =>
      store.setState(({ uploads }) => {
        const upload = uploads.get(id);
        return upload === undefined ? {} : { uploads: new Map(uploads).set(id, { ...upload, position }) };
      }),
  });
}
