import type { WatchedFolders } from "../watch/watched-folders.ts";
import type { Handlers } from "./answer-call.ts";

export interface WatchHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  watched: () => WatchedFolders;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => WatchedFolders;
  hasWorkspace: () => boolean;
  /** The folder that the user picked; null when they cancelled. */
  pickFolder: () => Promise<string | null>;
}

type WatchCalls = Extract<keyof Handlers, `watch.${string}`>;

/** Calls on watched folders. */
export function watchHandlers(deps: WatchHandlerDeps): Pick<Handlers, WatchCalls> {
  return {
    "watch.list": () => (deps.hasWorkspace() ? deps.watched().list() : []),
    "watch.add": async ({ choices, includeExisting }) => {
      const watched = deps.writable();
      const path = await deps.pickFolder();
      return path === null ? null : watched.add(path, choices, includeExisting);
    },
    "watch.setChoices": ({ id, choices }) => deps.writable().setChoices(id, choices),
    "watch.remove": ({ id }) => deps.writable().remove(id),
  };
}
