import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";
import {
  type BulkItem,
  type BulkJob,
  type BulkRequest,
  bulkStates,
  type CurrentDetails,
  changeOf,
} from "../../shared/model/bulk.ts";
import type { LibraryVideo } from "../../shared/model/video.ts";
import type { Memory } from "./memory-state.ts";

type BulkCalls = Extract<CallName, `bulk.${string}`>;
type Handlers = { [N in BulkCalls]: (input: CallInput<N>) => CallOutput<N> };

const currentDetailsOf = ({ title, description, access }: LibraryVideo): CurrentDetails => ({
  title,
  description,
  access,
  products: [],
});

/** Handlers for bulk changes in the test double; every change is applied immediately. */
export function bulkHandlers(memory: Memory): Handlers {
  const jobs = new Map<string, { job: BulkJob; items: BulkItem[] }>();
  const patchOf = (action: BulkRequest, videoId: string) => {
    const video = memory.videos.get(videoId);
    if (video === undefined || action.kind === "delete") return {};
    return changeOf(action, currentDetailsOf(video), { fileName: null, atMs: memory.now(), n: 1 }).patch;
  };
  const start = (action: BulkJob["action"], videoIds: readonly string[]): BulkJob => {
    const items = videoIds.map((videoId): BulkItem => ({ videoId, state: "done", error: null }));
    const zeroCounts = Object.fromEntries(bulkStates.map((state) => [state, 0])) as BulkJob["counts"];
    const counts = { ...zeroCounts, done: items.length };
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
