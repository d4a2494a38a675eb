import { AppError, type AppErrorValue, type ErrorCode, errorCodes } from "../../shared/errors.ts";
import type { CallInput, CallName, CallOutput, TopicName, TopicPayload } from "../../shared/ipc/contract.ts";
import type { Door } from "../../shared/ipc/door.ts";
import type { AccountState } from "../../shared/model/account.ts";
import { settingsSchema } from "../../shared/model/settings.ts";
import type { Holds, ProgressRow, Review, Upload, UploadState } from "../../shared/model/upload.ts";
import type { LibrarySync, LibraryVideo } from "../../shared/model/video.ts";
import { seedQueue, seedUpload, seedVideo } from "./memory-seed.ts";

/** What the double starts with. */
export interface MemoryOptions {
  readonly videos?: number;
  readonly queue?: boolean;
  readonly account?: "connected" | "practice" | "signed-out";
  readonly syncError?: ErrorCode;
  readonly holds?: Partial<Holds>;
  readonly now?: () => number;
}

/** A door with a BigGo of its own behind it, in memory. Its time passes only when it is told to. */
export interface MemoryDoor {
  readonly door: Door;
  /** Lets the queue move on by so many milliseconds. */
  pass(ms: number): void;
  /** Publishes a topic as main would. */
  publish<N extends TopicName>(name: N, payload: TopicPayload<N>): void;
  /** Every call made so far. */
  readonly calls: { readonly name: CallName; readonly input: unknown }[];
}

type Handlers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> };

const undoMs = 8000;
const bytesPerMs = 7400;

const failure = (code: ErrorCode): AppErrorValue => ({
  code,
  message: `memory: ${code}`,
  retryable: true,
  details: {},
});

function connected(practice: boolean): AccountState {
  const account = { userid: "u-1", atUserid: practice ? "@practice" : "@kaixiang.lab", region: "tw" } as const;
  return { status: "connected", account: { ...account, source: practice ? "practice" : "keyring", practice } };
}

/** Everything the double remembers, and how it tells the page about it. */
function createMemory(options: MemoryOptions) {
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
    error: options.syncError === undefined ? null : failure(options.syncError),
  };
  const holds: Holds = {
    ...{ offline: false, signedOut: false, rateLimitedUntilMs: null, diskFull: false, paused: false },
    ...options.holds,
  };
  const revision = { uploads: 1, library: 1 };
  const memory = { now, listeners, publish, uploads, videos, sync, holds, revision, sent: new Map<string, number>() };
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

type Memory = ReturnType<typeof createMemory>;

function progressOf(memory: Memory): ProgressRow[] {
  return [...memory.uploads.values()]
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
function passTime(memory: Memory, ms: number): void {
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
      move(upload, { phase: "sending" });
    }
  }
  memory.publish("uploads.progress", { rows: progressOf(memory) });
}

function reviewOf(names: readonly string[], nowMs: number): Review {
  const items = names.map((fileName, at): Review["items"][number] => {
    const base = { itemId: `i${at}`, fileName, sizeBytes: 96e6 + at * 41e6, lengthSeconds: 48 + at * 7 };
    if (/\.(mp4|mov|webm|mkv)$/i.test(fileName)) {
      const repeated = fileName.includes("again");
      return {
        ...base,
        verdict: repeated ? { kind: "repeated", videoId: "v2", uploadId: null } : { kind: "accepted" },
      };
    }
    return { ...base, lengthSeconds: null, verdict: { kind: "refused", code: "file-not-video" } };
  });
  return { reviewId: `r${nowMs}-${names.length}`, items };
}

function accountHandlers(options: MemoryOptions) {
  let state: AccountState =
    options.account === "signed-out"
      ? { status: "signed-out", error: null }
      : connected(options.account === "practice");
  const become = (next: AccountState) => {
    state = next;
    return state;
  };
  return {
    "account.get": () => state,
    "account.connect": ({ clientId }) => {
      // A client id that is an error code answers with that error.
      const code = errorCodes.find((known) => known === clientId);
      if (code !== undefined) throw new AppError(code, `memory: ${code}`);
      return become(connected(false));
    },
    "account.startPractice": () => become(connected(true)),
    "account.disconnect": () => become({ status: "signed-out", error: null }),
    "account.reconnect": () => state,
  } satisfies Partial<Handlers>;
}

function uploadHandlers(memory: Memory) {
  const change = (id: string, next: (upload: Upload) => Upload) => {
    const upload = memory.uploads.get(id);
    if (upload === undefined) throw new AppError("not-found", `no upload ${id}`);
    memory.putUploads([next(upload)]);
  };
  const to = (id: string, state: UploadState) => change(id, (upload) => ({ ...upload, state }));
  const removeWhere = (gone: (upload: Upload) => boolean) =>
    memory.putUploads(
      [],
      [...memory.uploads.values()].filter(gone).map((upload) => upload.id),
    );
  return {
    "uploads.snapshot": () => ({
      revision: memory.revision.uploads,
      uploads: [...memory.uploads.values()],
      holds: { ...memory.holds },
      progress: progressOf(memory),
    }),
    "uploads.cancel": ({ id }) => to(id, { phase: "cancelled" }),
    "uploads.retry": ({ id }) => to(id, { phase: "queued" }),
    "uploads.pause": ({ id }) => to(id, { phase: "paused" }),
    "uploads.resume": ({ id }) => to(id, { phase: "queued" }),
    "uploads.useNewFile": ({ id }) => to(id, { phase: "queued" }),
    "uploads.remove": ({ id }) => removeWhere((upload) => upload.id === id),
    "uploads.clearFinished": () =>
      removeWhere(({ state }) => ["complete", "alreadyThere", "cancelled"].includes(state.phase)),
    "uploads.pauseQueue": ({ paused }) => {
      memory.holds.paused = paused;
      memory.putUploads([]);
    },
    "uploads.resolve": ({ id, videoId }) =>
      to(id, videoId === null ? { phase: "queued" } : { phase: "complete", videoId }),
    "uploads.setDetails": ({ id, patch }) => {
      change(id, (upload) => ({ ...upload, details: { ...upload.details, ...patch } as Upload["details"] }));
      const video = [...memory.videos.values()].find((it) => it.uploadId === id);
      if (video !== undefined) memory.putVideos([{ ...video, ...patch } as LibraryVideo]);
    },
    "uploads.saveDetails": ({ id }) => change(id, (upload) => ({ ...upload, save: { state: "saved" } })),
  } satisfies Partial<Handlers>;
}

function libraryHandlers(memory: Memory) {
  const deletions = new Map<string, LibraryVideo[]>();
  const change = (videoId: string, patch: Partial<LibraryVideo>) => {
    const video = memory.videos.get(videoId);
    if (video === undefined) throw new AppError("video-gone", `no video ${videoId}`);
    memory.putVideos([{ ...video, ...patch }]);
  };
  return {
    "library.snapshot": () => ({
      revision: memory.revision.library,
      videos: [...memory.videos.values()],
      sync: { ...memory.sync },
    }),
    "library.sync": () => {
      Object.assign(memory.sync, { lastSyncedAtMs: memory.now(), error: null });
      memory.putVideos([]);
    },
    "library.edit": ({ videoId, patch }) => change(videoId, patch as Partial<LibraryVideo>),
    "library.saveEdit": ({ videoId }) => change(videoId, { save: { state: "saved" } }),
    "library.delete": ({ videoIds }) => {
      const deletionId = `d${deletions.size}`;
      deletions.set(
        deletionId,
        videoIds.flatMap((id) => memory.videos.get(id) ?? []),
      );
      memory.putVideos([], videoIds);
      return { deletionId, untilMs: memory.now() + undoMs };
    },
    "library.undoDelete": ({ deletionId }) => {
      const kept = deletions.get(deletionId) ?? [];
      deletions.delete(deletionId);
      memory.putVideos(kept);
      return { undone: kept.length > 0 };
    },
  } satisfies Partial<Handlers>;
}

function fileHandlers(memory: Memory, reviews: Map<string, Review>) {
  const offer = (names: readonly string[]) => {
    const review = reviewOf(names, memory.now());
    reviews.set(review.reviewId, review);
    return review;
  };
  return {
    "files.pick": () => offer(["開箱 🎧.mp4", "keyboard-100.mov", "again-camp-lights.mp4", "notes.txt"]),
    "files.sample": () => offer(["sample.mp4"]),
    "files.accept": ({ reviewId, itemIds, access }) => {
      const items = reviews.get(reviewId)?.items.filter((item) => itemIds.includes(item.itemId)) ?? [];
      const added = items.map((item, at) => {
        const id = `${reviewId}-${item.itemId}`;
        const upload = seedUpload(id, item.fileName, item.sizeBytes / 1e6, memory.now() + at, { phase: "queued" });
        return { ...upload, details: { ...upload.details, access } };
      });
      memory.putUploads(added);
      return { uploadIds: added.map((upload) => upload.id) };
    },
    "files.dismiss": () => undefined,
    "app.takeReviews": () => [],
    "app.openExternal": () => undefined,
  } satisfies Partial<Handlers>;
}

/** Builds the in-memory double of the door. */
export function createMemoryDoor(options: MemoryOptions = {}): MemoryDoor {
  const memory = createMemory(options);
  const made: { name: CallName; input: unknown }[] = [];
  const reviews = new Map<string, Review>();
  let settings = settingsSchema.parse({});
  const account = accountHandlers(options);
  const handlers: Handlers = {
    ...account,
    ...uploadHandlers(memory),
    ...libraryHandlers(memory),
    ...fileHandlers(memory, reviews),
    "app.info": () => ({ version: "0.1.0", platform: "linux", locales: ["en-US"], secretStorage: "session-only" }),
    "settings.get": () => settings,
    "settings.set": (patch) => {
      settings = settingsSchema.parse({ ...settings, ...patch });
      memory.publish("settings.changed", settings);
      return settings;
    },
  };
  const answer = (make: () => unknown) => {
    try {
      return { ok: true as const, value: make() };
    } catch (thrown) {
      return { ok: false as const, error: thrown instanceof AppError ? thrown.value : failure("internal") };
    }
  };
  const door: Door = {
    invoke: async (name, input) => {
      made.push({ name, input });
      return answer(() => (handlers[name] as (input: unknown) => unknown)(input));
    },
    subscribe: (name, listener) => {
      const heard = memory.listeners.get(name) ?? new Set();
      memory.listeners.set(name, heard.add(listener));
      return () => heard.delete(listener);
    },
    addFiles: async (files) => {
      const review = reviewOf(
        files.map((file) => file.name),
        memory.now(),
      );
      reviews.set(review.reviewId, review);
      return { ok: true, value: review };
    },
  };
  return { door, pass: (ms) => passTime(memory, ms), publish: memory.publish, calls: made };
}
