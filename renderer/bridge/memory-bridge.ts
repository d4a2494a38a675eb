import { AppError, errorCodes } from "../../shared/errors.ts";
import type { Door } from "../../shared/ipc/bridge.ts";
import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";
import type { TopicName, TopicPayload } from "../../shared/ipc/topics.ts";
import type { AccountState } from "../../shared/model/account.ts";
import { positionBefore } from "../../shared/model/queue-order.ts";
import { settingsSchema } from "../../shared/model/settings.ts";
import type { Review, Upload, UploadState } from "../../shared/model/upload.ts";
import type { LibraryVideo } from "../../shared/model/video.ts";
import { bulkHandlers } from "./memory-bulk.ts";
import { productHandlers } from "./memory-products.ts";
import { seedUpload } from "./memory-seed.ts";
import { createMemory, failure, type Memory, type MemoryOptions, passTime, progressOf } from "./memory-state.ts";

/** A door with a BigGo of its own behind it, in memory. Its time passes only when it is told to. */
export interface MemoryBridge {
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

function connected(practice: boolean): AccountState {
  const account = { userid: "u-1", atUserid: practice ? "@practice" : "@kaixiang.lab", region: "tw" } as const;
  return { status: "connected", account: { ...account, source: practice ? "practice" : "keyring", practice } };
}

function reviewOf(names: readonly string[], nowMs: number): Review {
  const items = names.map((fileName, at): Review["items"][number] => {
    const base = { itemId: `i${at}`, fileName, sizeBytes: 96e6 + at * 41e6, lengthSeconds: 48 + at * 7, sidecar: null };
    if (/\.(mp4|mov|webm|mkv)$/i.test(fileName)) {
      const isDuplicate = fileName.includes("again");
      return {
        ...base,
        verdict: isDuplicate ? { kind: "duplicate", videoId: "v2", uploadId: null } : { kind: "accepted" },
      };
    }
    return { ...base, lengthSeconds: null, verdict: { kind: "refused", code: "file-not-video" } };
  });
  return { reviewId: `r${nowMs}-${names.length}`, items, choices: null };
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
      notice: memory.notice.now,
    }),
    "uploads.cancel": ({ id }) => to(id, { phase: "cancelled" }),
    "uploads.retry": ({ id }) => to(id, { phase: "queued" }),
    "uploads.pause": ({ id }) => to(id, { phase: "paused", held: false }),
    "uploads.resume": ({ id }) => to(id, { phase: "queued" }),
    "uploads.useNewFile": ({ id }) => to(id, { phase: "queued" }),
    "uploads.remove": ({ id }) => removeWhere((upload) => upload.id === id),
    "uploads.clearFinished": () =>
      removeWhere(({ state }) => ["complete", "duplicate", "cancelled"].includes(state.phase)),
    "uploads.move": ({ id, beforeId }) => {
      const position = positionBefore([...memory.uploads.values()], id, beforeId);
      if (typeof position === "number") change(id, (upload) => ({ ...upload, position }));
    },
    "uploads.retryAll": () => {
      for (const { id, state } of [...memory.uploads.values()]) {
        if (["failed", "waiting", "needsFile"].includes(state.phase)) to(id, { phase: "queued" });
      }
    },
    "uploads.tryConnection": () => {
      memory.holds.blocked = null;
      memory.putUploads([]);
    },
    "uploads.dismissNotice": () => {
      memory.notice.now = null;
    },
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
    "library.search": ({ text }) => ({
      videoIds: [...memory.videos.values()]
        .filter(({ title, description }) => `${title}\n${description}`.toLowerCase().includes(text.toLowerCase()))
        .map(({ videoId }) => videoId),
    }),
    "others.list": ({ page }) => ({ userid: null, owner: null, videos: [], total: 0, page, pages: 0 }),
    "insight.report": ({ days }) => {
      const points = Array.from({ length: days }, (_, at) => ({
        day: new Date(memory.now() - (days - 1 - at) * 86_400_000).toISOString().slice(0, 10),
        views: 120_000 + at * 420 + Math.round(900 * Math.sin(at / 3)),
        likes: 9000 + at * 31,
        comments: 700 + at * 3,
      }));
      const movers = [...memory.videos.keys()].slice(0, 10).map((videoId, at) => ({
        videoId,
        gained: { views: 900 - at * 80, likes: 90 - at * 7, comments: 9 - at },
      }));
      return { days: points, best: movers.slice(0, 5), worst: movers.slice(5).toReversed() };
    },
    "insight.video": ({ days }) =>
      Array.from({ length: days }, (_, at) => ({
        day: new Date(memory.now() - (days - 1 - at) * 86_400_000).toISOString().slice(0, 10),
        views: 1000 + at * 42,
        likes: 90 + at * 3,
        comments: 7,
      })),
    "watch.list": () => [],
    "watch.add": () => null,
    "watch.setChoices": () => undefined,
    "watch.remove": () => undefined,
    "table.export": () => ({ rows: memory.videos.size }),
    "table.pick": () => ({ picked: true }),
    "table.read": () => ({ importId: "t1", fileName: "videos.csv", rows: memory.videos.size, plans: [], errors: [] }),
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
    "files.accept": ({ reviewId, itemIds, choices }) => {
      const items = reviews.get(reviewId)?.items.filter((item) => itemIds.includes(item.itemId)) ?? [];
      const added = items.map((item, at) => {
        const id = `${reviewId}-${item.itemId}`;
        const upload = seedUpload(id, item.fileName, item.sizeBytes / 1e6, memory.now() + at, { phase: "queued" });
        const { access, stayPrivate } = choices;
        return { ...upload, details: { ...upload.details, access, stayPrivate } };
      });
      memory.putUploads(added);
      return { uploadIds: added.map((upload) => upload.id) };
    },
    "files.dismiss": () => undefined,
    "app.takeReviews": () => [],
    "app.cancelWhenDone": () => memory.publish("app.whenDone", null),
    "app.openExternal": () => undefined,
  } satisfies Partial<Handlers>;
}

/** Builds the in-memory double of the door. */
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
