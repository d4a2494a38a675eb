import type { Library } from "../library/library.ts";
import type { Handlers } from "./answer-call.ts";

export interface LibraryHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  library: () => Library;
  hasWorkspace: () => boolean;
  revision: () => number;
}

type LibraryCalls = Extract<keyof Handlers, `library.${string}`>;

const nothingSynced = { state: "idle", lastSyncedAtMs: null, error: null } as const;

/** The calls on the account's own videos. */
export function libraryHandlers({ library, hasWorkspace, revision }: LibraryHandlerDeps): Pick<Handlers, LibraryCalls> {
  return {
    "library.snapshot": () => {
      if (!hasWorkspace()) return { revision: revision(), videos: [], sync: nothingSynced };
      return { revision: revision(), ...library().snapshot() };
    },
    "library.sync": () => library().sync(),
    "library.edit": ({ videoId, patch }) => library().edit(videoId, patch),
    "library.saveEdit": ({ videoId }) => library().saveEdit(videoId),
    "library.delete": ({ videoIds }) => library().delete(videoIds),
    "library.undoDelete": ({ deletionId }) => ({ undone: library().undoDelete(deletionId) }),
  };
}
