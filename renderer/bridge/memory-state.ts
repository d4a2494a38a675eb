import type { AppErrorValue, ErrorCode } from "../../shared/errors.ts";
import type { TopicName, TopicPayload } from "../../shared/ipc/topics.ts";
import {
  type Holds,
  noHolds,
  type ProgressBatch,
  type QueueNotice,
  type Upload,
  type UploadState,
} from "../../shared/model/upload.ts";
import type { LibrarySync, LibraryVideo } from "../../shared/model/video.ts";
import { seedQueue, seedVideo } from "./memory-seed.ts";

/** What the double starts with. */
export interface MemoryOptions {
  readonly videos?: number;
  readonly queue?: boolean;
  readonly account?: "connected" | "practice" | "signed-out";
  readonly syncError?: ErrorCode;
  readonly holds?: Partial<Holds>;
  readonly notice?: QueueNotice | null;
  readonly now?: () => number;
}

const bytesPerMs = 7400;

/** A failure as main would word it. */
export const failure = (code: ErrorCode): AppErrorValue => ({
  code,
  message: `memory: ${code}`,
  retryable: true,
  details: {},
});

/** Everything the double remembers, and how it tells the page about it. */
export function createMemory(options: MemoryOptions) {
  const now = options.now ?? Date.now;
  const listeners = new Map<TopicName, Set<(payload: unknown) => void>>();
  const publish = <N extends TopicName>(name: N, payload: TopicPayload<N>) => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };
  const uploads = new Map((options.queue === false ? [] : seedQueue(now())).map((upload) => [upload.id, upload]));
  const videos = new Map(
    Array.from({ length: options.videos ?? 1284 }, (_, at) => seedVideo(at, now())).map((it) => [it.videoId, it]),
  );
  const sync: LibrarySync = {
    state: "idle",
    lastSyncedAtMs: now() - 12_000,
    progress: null,
    error: options.syncError === undefined ? null : failure(options.syncError),
  };
  const holds: Holds = {
    ...noHolds,
    ...options.holds,
  };
  const revision = { uploads: 1, library: 1 };
  const notice = { now: options.notice ?? null };
  const memory = {
    now,
    notice,
    listeners,
    publish,
    uploads,
    videos,
    sync,
    holds,
    revision,
    sent: new Map<string, number>(),
  };
  return {
    ...memory,
    putUploads: (upserts: Upload[], removed: string[] = []) => {
      for (const id of removed) uploads.delete(id);
      for (const upload of upserts) uploads.set(upload.id, upload);
      revision.uploads += 1;
      publish("uploads.changed", { revision: revision.uploads, upserts, removed, holds: { ...memory.holds } });
    },
    putVideos: (upserts: LibraryVideo[], removed: string[] = []) => {
      for (const id of removed) videos.delete(id);
      for (const video of upserts) videos.set(video.videoId, video);
      revision.library += 1;
      publish("library.changed", { revision: revision.library, upserts, removed, sync: { ...memory.sync } });
    },
  };
}

/** The double's memory. */
export type Memory = ReturnType<typeof createMemory>;

/** The bytes of everything that is being sent. */
export function progressOf(memory: Memory): ProgressBatch {
  const rows = [...memory.uploads.values()]
    .filter((upload) => upload.state.phase === "sending")
    .map(({ id, sizeBytes }) => {
      const sentBytes = memory.sent.get(id) ?? sizeBytes * 0.64;
      const bytesPerSecond = bytesPerMs * 1000;
      return {
        id,
        sentBytes,
        totalBytes: sizeBytes,
        bytesPerSecond,
        secondsLeft: (sizeBytes - sentBytes) / bytesPerSecond,
      };
    });
  const bytesPerSecond = rows.reduce((sum, row) => sum + row.bytesPerSecond, 0);
  const left = rows.reduce((sum, row) => sum + row.totalBytes - row.sentBytes, 0);
  return { rows, total: { bytesPerSecond, secondsLeft: bytesPerSecond > 0 ? left / bytesPerSecond : null } };
}

function publishVideo(memory: Memory, upload: Upload, videoId: string): void {
  const { title, description, access } = upload.details;
  const base = seedVideo(1, memory.now());
  memory.putVideos([
    {
      ...base,
      videoId,
      uploadId: upload.id,
      title,
      description,
      access,
      createdAtMs: memory.now(),
      productCount: 0,
      viewCount: 0,
    },
  ]);
}

/** Moves every row one step of its life when its time has come. */
export function passTime(memory: Memory, ms: number): void {
  const move = (upload: Upload, state: UploadState) => {
    const done = state.phase === "complete";
    memory.putUploads([
      { ...upload, state, finishedAtMs: done ? memory.now() : null, save: done ? { state: "saved" } : upload.save },
    ]);
  };
  if (memory.holds.paused || memory.holds.offline) return;
  for (const upload of [...memory.uploads.values()]) {
    const { phase } = upload.state;
    const videoId = `new-${upload.id}`;
    if (phase === "sending") {
      const sent = (memory.sent.get(upload.id) ?? upload.sizeBytes * 0.64) + ms * bytesPerMs;
      memory.sent.set(upload.id, Math.min(sent, upload.sizeBytes));
      if (sent >= upload.sizeBytes) move(upload, { phase: "confirming" });
    } else if (phase === "confirming") move(upload, { phase: "processing", videoId, keywords: [] });
    else if (phase === "processing") {
      publishVideo(memory, upload, upload.state.videoId);
      move(upload, { phase: "complete", videoId: upload.state.videoId });
    } else if (phase === "queued") {
      memory.sent.set(upload.id, 0);
      move(upload, { phase: "sending", held: false });
    }
  }
  memory.publish("uploads.progress", progressOf(memory));
}
