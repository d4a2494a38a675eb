import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";
import {
  type BulkItem,
  type BulkJob,
  type BulkRequest,
  bulkStates,
  changeOf,
  type CurrentDetails,
} from "../../shared/model/bulk.ts";
import type { LibraryVideo } from "../../shared/model/video.ts";
import type { Memory } from "./memory-state.ts";

type BulkCalls = Extract<CallName, `bulk.${string}`>;
type Handlers = { [N in BulkCalls]: (input: CallInput<N>) => CallOutput<N> };

const standing = ({ title, description, access }: LibraryVideo): CurrentDetails => ({
  title,
  description,
  access,
  products: [],
});

/** What the double answers about changes of many videos: each is carried out at once. */
export function bulkHandlers(memory: Memory): Handlers {
  const jobs = new Map<string, { job: BulkJob; items: BulkItem[] }>();
  const patchOf = (action: BulkRequest, videoId: string) => {
    const video = memory.videos.get(videoId);
    if (video === undefined || action.kind === "delete") return {};
    return changeOf(action, standing(video), { fileName: null, atMs: memory.now(), n: 1 }).patch;
  };
  const start = (action: BulkJob["action"], videoIds: readonly string[]): BulkJob => {
    const items = videoIds.map((videoId): BulkItem => ({ videoId, state: "done", error: null }));
    const none = Object.fromEntries(bulkStates.map((state) => [state, 0])) as BulkJob["counts"];
    const counts = { ...none, done: items.length };
    const id = `b${jobs.size + 1}`;
    const nowMs = memory.now();
    const job: BulkJob = { id, madeAtMs: nowMs, startsAtMs: nowMs, action, paused: false, counts, undoable: true };
    jobs.set(id, { job, items });
    return job;
  };
  return {
    "bulk.plan": ({ action, videoIds }) =>
      videoIds.map((videoId) => {
        const { products: _, ...after } = patchOf(action, videoId);
        const outcome = Object.keys(after).length > 0 || action.kind === "delete" ? "changed" : "unchanged";
        return { videoId, outcome, before: {}, after, error: null };
      }),
    "bulk.start": ({ action, videoIds }) => {
      const changed = videoIds.flatMap((videoId) => {
        const video = memory.videos.get(videoId);
        const { products: _, ...patch } = patchOf(action, videoId);
        return video === undefined ? [] : [{ ...video, ...patch } as LibraryVideo];
      });
      memory.putVideos(action.kind === "delete" ? [] : changed, action.kind === "delete" ? videoIds : []);
      return start(action, videoIds);
    },
    "bulk.jobs": () => [...jobs.values()].toReversed().map(({ job }) => job),
    "bulk.items": ({ id }) => jobs.get(id)?.items ?? [],
    "bulk.setPaused": () => undefined,
    "bulk.cancel": () => undefined,
    "bulk.retry": () => undefined,
    "bulk.undo": ({ id }) => start({ kind: "undo", of: id, action: null }, []),
  };
}
