import type { Library } from "../library/library.ts";
import type { Handlers } from "./answer-call.ts";

export interface LibraryHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  library: () => Library;
  /** The same for changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => Library;
  hasWorkspace: () => boolean;
  revision: () => number;
}

type LibraryCalls = Extract<keyof Handlers, `library.${string}`>;

const nothingSynced = { state: "idle", lastSyncedAtMs: null, error: null } as const;

/** The calls on the account's own videos. */
export function libraryHandlers({
  library,
  writable,
  hasWorkspace,
  revision,
}: LibraryHandlerDeps): Pick<Handlers, LibraryCalls> {
  return {
    "library.snapshot": () => {
      if (!hasWorkspace()) return { revision: revision(), videos: [], sync: nothingSynced };
      return { revision: revision(), ...library().snapshot() };
    },
    "library.sync": () => writable().sync(),
    "library.edit": ({ videoId, patch }) => writable().edit(videoId, patch),
    "library.saveEdit": ({ videoId }) => writable().saveEdit(videoId),
    "library.delete": ({ videoIds }) => writable().delete(videoIds),
    "library.undoDelete": ({ deletionId }) => ({ undone: writable().undoDelete(deletionId) }),
  };
}
