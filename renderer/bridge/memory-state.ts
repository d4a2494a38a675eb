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

/** Initial state of the test double. */
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

/** An error in the form main returns. */
export const failure = (code: ErrorCode): AppErrorValue => ({
  code,
  message: `memory: ${code}`,
  retryable: true,
  details: {},
});

/** The state of the test double; its `put…` functions also publish what they change. */
export function createMemory(options: MemoryOptions) {
  const now = options.now ?? Date.now;
  const listeners = new Map<TopicName, Set<(payload: unknown) => void>>();
  const publish = <N extends TopicName>(name: N, payload: TopicPayload<N>) => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };
  const uploads = new Map((options.queue === false ? [] : seedQueue(now())).map((upload) => [upload.id, upload]));
  const videos = new Map(
    Array.from({ length: options.videos ?? 1284 }, (_, n) => seedVideo(n, now())).map((video) => [
      video.videoId,
      video,
    ]),
  );
  const sync: LibrarySync = {
    state: "idle",
    lastSyncedAtMs: now() - 12_000,
    progress: null,
    error: options.syncError === undefined ? null : failure(options.syncError),
  };
  const holds: Holds = { ...noHolds, ...options.holds };
  const revision = { uploads: 1, library: 1 };
  const notice = { current: options.notice ?? null };
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

export type Memory = ReturnType<typeof createMemory>;

/** The progress of every upload that is being sent. */
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
  const remainingBytes = rows.reduce((sum, row) => sum + row.totalBytes - row.sentBytes, 0);
  return { rows, total: { bytesPerSecond, secondsLeft: bytesPerSecond > 0 ? remainingBytes / bytesPerSecond : null } };
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

/** Advances the queue by `ms`: adds sent bytes and moves every other running row to its next phase. */
export function advanceQueue(memory: Memory, ms: number): void {
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
