import type { BulkRequest, PlannedChange } from "../../shared/model/bulk.ts";
import type { BulkJobs } from "../bulk/bulk-jobs.ts";
import type { Handlers } from "./answer-call.ts";

interface OpenWorkspace {
  bulk: BulkJobs;
  planChange: (action: BulkRequest, videoIds: readonly string[]) => PlannedChange[];
}

export interface BulkHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  workspace: () => OpenWorkspace;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => OpenWorkspace;
  hasWorkspace: () => boolean;
}

type BulkCalls = Extract<keyof Handlers, `bulk.${string}`>;

/** Calls on bulk jobs. */
export function bulkHandlers({ workspace, writable, hasWorkspace }: BulkHandlerDeps): Pick<Handlers, BulkCalls> {
  return {
    "bulk.plan": ({ action, videoIds }) => workspace().planChange(action, videoIds),
    "bulk.start": ({ action, videoIds }) => writable().bulk.start(action, videoIds),
    "bulk.jobs": () => {
      if (!hasWorkspace()) return [];
      const { bulk } = workspace();
      bulk.offerUndos();
      return bulk.list();
    },
    "bulk.items": ({ id }) => (hasWorkspace() ? workspace().bulk.items(id) : []),
    "bulk.setPaused": ({ id, paused }) => writable().bulk.setPaused(id, paused),
    "bulk.cancel": ({ id }) => writable().bulk.cancel(id),
    "bulk.retry": ({ id }) => writable().bulk.retry(id),
    "bulk.undo": ({ id }) => writable().bulk.undo(id),
  };
}
