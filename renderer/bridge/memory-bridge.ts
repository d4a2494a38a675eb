import { AppError, errorCodes } from "../../shared/errors.ts";
import type { Bridge } from "../../shared/ipc/bridge.ts";
import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";
import type { TopicName, TopicPayload } from "../../shared/ipc/topics.ts";
import type { AccountState } from "../../shared/model/account.ts";
import { positionBefore } from "../../shared/model/queue-order.ts";
import { settingsSchema } from "../../shared/model/settings.ts";
import type { Review, Upload, UploadState } from "../../shared/model/upload.ts";
import type { LibraryVideo } from "../../shared/model/video.ts";
import { bulkHandlers } from "./memory-bulk.ts";
import { productHandlers } from "./memory-products.ts";
import { reviewOf } from "./memory-review.ts";
import { seedUpload } from "./memory-seed.ts";
import { advanceQueue, createMemory, failure, type Memory, type MemoryOptions, progressOf } from "./memory-state.ts";

/** An in-memory bridge with a simulated BigGo behind it. Uploads progress only on `advance`. */
export interface MemoryBridge {
  readonly bridge: Bridge;
  /** Advances the queue by `ms` milliseconds. */
  advance(ms: number): void;
  /** Publishes a topic as main does. */
  publish<N extends TopicName>(name: N, payload: TopicPayload<N>): void;
  /** Every call made so far. */
  readonly calls: { readonly name: CallName; readonly input: unknown }[];
}

type Handlers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> };

const undoMs = 8000;

function connected(practice: boolean): AccountState {
  const account = { userid: "u-1", atUserid: practice ? "@practice" : "@kaixiang.lab", region: "tw" } as const;
  return { status: "connected", account: { ...account, source: practice ? "practice" : "keyring", practice } };
}

function accountHandlers(options: MemoryOptions) {
  let state: AccountState =
    options.account === "signed-out"
      ? { status: "signed-out", error: null }
      : connected(options.account === "practice");
  const setState = (next: AccountState) => {
    state = next;
    return state;
  };
  return {
    "account.get": () => state,
    "account.connect": ({ clientId }) => {
      // A client id that equals an error code fails with that error.
      const code = errorCodes.find((known) => known === clientId);
      if (code !== undefined) throw new AppError(code, `memory: ${code}`);
      return setState(connected(false));
    },
    "account.startPractice": () => setState(connected(true)),
    "account.disconnect": () => setState({ status: "signed-out", error: null }),
    "account.reconnect": () => state,
    "proxy.question": () => ({ proxy: "http://proxy.example:3128", realm: "Office", refused: false }),
    "proxy.signIn": ({ password }) => ({ accepted: password !== "wrong" }),
    "proxy.signIns": () => [],
    "proxy.forget": () => undefined,
  } satisfies Partial<Handlers>;
}

function uploadHandlers(memory: Memory) {
  const change = (id: string, next: (upload: Upload) => Upload) => {
    const upload = memory.uploads.get(id);
    if (upload === undefined) throw new AppError("not-found", `no upload ${id}`);
    memory.putUploads([next(upload)]);
  };
  const setPhase = (id: string, state: UploadState) => change(id, (upload) => ({ ...upload, state }));
  const removeWhere = (matches: (upload: Upload) => boolean) =>
    memory.putUploads(
      [],
      [...memory.uploads.values()].filter(matches).map((upload) => upload.id),
    );
  return {
    "uploads.snapshot": () => ({
      revision: memory.revision.uploads,
      uploads: [...memory.uploads.values()],
      holds: { ...memory.holds },
      progress: progressOf(memory),
      notice: memory.notice.current,
    }),
    "uploads.cancel": ({ id }) => setPhase(id, { phase: "cancelled" }),
    "uploads.retry": ({ id }) => setPhase(id, { phase: "queued" }),
    "uploads.pause": ({ id }) => setPhase(id, { phase: "paused", held: false }),
    "uploads.resume": ({ id }) => setPhase(id, { phase: "queued" }),
    "uploads.useNewFile": ({ id }) => setPhase(id, { phase: "queued" }),
    "uploads.remove": ({ id }) => removeWhere((upload) => upload.id === id),
    "uploads.clearFinished": () =>
      removeWhere(({ state }) => ["complete", "duplicate", "cancelled"].includes(state.phase)),
    "uploads.move": ({ id, beforeId }) => {
      const position = positionBefore([...memory.uploads.values()], id, beforeId);
      if (typeof position === "number") change(id, (upload) => ({ ...upload, position }));
    },
    "uploads.retryAll": () => {
      for (const { id, state } of [...memory.uploads.values()]) {
        if (["failed", "waiting", "needsFile"].includes(state.phase)) setPhase(id, { phase: "queued" });
      }
    },
    "uploads.picturesCompared": () => {},
    "uploads.tryConnection": () => {
      memory.holds.blocked = null;
      memory.putUploads([]);
    },
    "uploads.dismissNotice": () => {
      memory.notice.current = null;
    },
    "uploads.pauseQueue": ({ paused }) => {
      memory.holds.paused = paused;
      memory.putUploads([]);
    },
    "uploads.resolve": ({ id, videoId }) =>
      setPhase(id, videoId === null ? { phase: "queued" } : { phase: "complete", videoId }),
    "uploads.setDetails": ({ id, patch }) => {
      change(id, (upload) => ({ ...upload, details: { ...upload.details, ...patch } as Upload["details"] }));
      const video = [...memory.videos.values()].find((other) => other.uploadId === id);
      if (video !== undefined) memory.putVideos([{ ...video, ...patch } as LibraryVideo]);
    },
    "uploads.saveDetails": ({ id }) => change(id, (upload) => ({ ...upload, save: { state: "saved" } })),
  } satisfies Partial<Handlers>;
}

/** As in main. */
const firstVideos = 300;

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
      videoIds: [...memory.videos.keys()],
      videos: [...memory.videos.values()].slice(0, firstVideos),
      sync: { ...memory.sync },
      deletions: [],
    }),
    "library.videos": ({ videoIds }) => ({ videos: videoIds.flatMap((id) => memory.videos.get(id) ?? []) }),
    "library.sync": () => {
      Object.assign(memory.sync, { lastSyncedAtMs: memory.now(), error: null });
      memory.putVideos([]);
    },
    "library.search": ({ text }) => ({
      videoIds: [...memory.videos.values()]
        .filter(({ title, description }) => `${title}\n${description}`.toLowerCase().includes(text.toLowerCase()))
        .map(({ videoId }) => videoId),
    }),
    "others.list": ({ page }) => ({ userid: null, owner: null, videos: [], total: 0, page, pages: 0 }),
    "insight.report": ({ days }) => {
      const points = Array.from({ length: days }, (_, index) => ({
        day: new Date(memory.now() - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10),
        views: 120_000 + index * 420 + Math.round(900 * Math.sin(index / 3)),
        likes: 9000 + index * 31,
        comments: 700 + index * 3,
        gained: { views: 420 + Math.round(300 * Math.sin(index / 3)), likes: 31, comments: 3 },
      }));
      const movers = [...memory.videos.keys()].slice(0, 10).map((videoId, index) => ({
        videoId,
        gained: { views: 900 - index * 80, likes: 90 - index * 7, comments: 9 - index },
      }));
      return { days: points, best: movers.slice(0, 5), worst: movers.slice(5).toReversed() };
    },
    "insight.video": ({ days }) =>
      Array.from({ length: days }, (_, index) => ({
        day: new Date(memory.now() - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10),
        views: 1000 + index * 42,
        likes: 90 + index * 3,
        comments: 7,
        gained: { views: 42, likes: 3, comments: 0 },
      })),
    "watch.list": () => [],
    "watch.add": () => null,
    "watch.setChoices": () => undefined,
    "watch.remove": () => undefined,
    "table.export": () => ({ rows: memory.videos.size }),
    "table.showExported": () => {},
    "table.pick": () => ({ picked: true }),
    "table.read": () => ({
      importId: "t1",
      fileName: "videos.csv",
      rows: memory.videos.size,
      plans: [],
      errors: [],
      damaged: [],
    }),
    "table.apply": () => ({ jobId: null, uploads: 0 }),
    "library.productsOn": () => [],
    "library.views": () => [],
    "library.saveView": (view) => view,
    "library.removeView": () => undefined,
    "library.resolveConflict": ({ videoId }) => change(videoId, { save: { state: "saved" } }),
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
      const deleted = deletions.get(deletionId) ?? [];
      deletions.delete(deletionId);
      memory.putVideos(deleted);
      return { undone: deleted.length > 0 };
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
    "files.accept": ({ reviewId, itemIds, choices }) => {
      const items = reviews.get(reviewId)?.items.filter((item) => itemIds.includes(item.itemId)) ?? [];
      const added = items.map((item, index) => {
        const id = `${reviewId}-${item.itemId}`;
        const upload = seedUpload(id, item.fileName, item.sizeBytes / 1e6, memory.now() + index, { phase: "queued" });
        const { access, stayPrivate } = choices;
        return { ...upload, details: { ...upload.details, access, stayPrivate } };
      });
      memory.putUploads(added);
      return { uploadIds: added.map((upload) => upload.id), duplicates: [] };
    },
    "files.cancelCheck": () => {},
    "files.dismiss": () => undefined,
    "app.takeReviews": () => [],
    "app.cancelWhenDone": () => memory.publish("app.whenDone", null),
    "app.openExternal": () => undefined,
  } satisfies Partial<Handlers>;
}

/** Creates the in-memory test double of the bridge. */
export function createMemoryBridge(options: MemoryOptions = {}): MemoryBridge {
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
    ...productHandlers(memory),
    ...bulkHandlers(memory),
    "app.info": () => ({ version: "0.1.0", platform: "linux", locales: ["en-US"] }),
    "account.secretStorage": () => "session-only",
    "settings.get": () => settings,
    "settings.set": (patch) => {
      settings = settingsSchema.parse({ ...settings, ...patch });
      memory.publish("settings.changed", settings);
      return settings;
    },
  };
  const toAnswer = (run: () => unknown) => {
    try {
      return { ok: true as const, value: run() };
    } catch (thrown) {
      return { ok: false as const, error: thrown instanceof AppError ? thrown.value : failure("internal") };
    }
  };
  const bridge: Bridge = {
    invoke: async (name, input) => {
      made.push({ name, input });
      return toAnswer(() => (handlers[name] as (input: unknown) => unknown)(input));
    },
    subscribe: (name, listener) => {
      const listeners = memory.listeners.get(name) ?? new Set();
      memory.listeners.set(name, listeners.add(listener));
      return () => listeners.delete(listener);
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
  return { bridge, advance: (ms) => advanceQueue(memory, ms), publish: memory.publish, calls: made };
}
