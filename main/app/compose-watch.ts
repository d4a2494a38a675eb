import type { DatabaseSync } from "node:sqlite";
import type { AddChoices } from "../../shared/model/template.ts";
import type { OnUnreadable } from "../database/stored-rows.ts";
import { systemClock } from "../foundation/clock.ts";
import type { Engine } from "../upload/engine.ts";
import { listVideos } from "../upload/files/expand-paths.ts";
import { isUncertainKind, mediaTypeOf } from "../upload/files/media-types.ts";
import { createReadiness, type Readiness } from "../watch/readiness.ts";
import { createWatchedFolders, type OfferResult, type WatchedFolders } from "../watch/watched-folders.ts";
import type { FileAdding } from "./file-adding.ts";

export interface ComposeWatchDeps {
  database: DatabaseSync;
  /** A stored folder is malformed. */
  onUnreadable?: OnUnreadable;
  engine: Engine;
  adding: FileAdding;
  onChange: () => void;
  log: (line: string) => void;
  /** Whether a file that has stopped changing is complete; asks the system by default. */
  readiness?: (path: string) => Promise<Readiness>;
}

/** A kind that BigGo may not take needs the user's word first. */
const isWatchedKind = (path: string) => mediaTypeOf(path) !== null && !isUncertainKind(path);

/** Connects watched folders to the queue: a file that has settled is inspected and added like any other. */
export function composeWatch(deps: ComposeWatchDeps): WatchedFolders {
  const { database, onUnreadable, engine, adding, onChange, log, readiness = createReadiness() } = deps;
  const { intake } = engine;
  const offer = async (path: string, choices: AddChoices, keepPrivate: boolean): Promise<OfferResult> => {
    const { reviewId, items } = await intake.offer([path], { automatic: true });
    try {
      const [item] = items;
      if (item === undefined) return { code: "file-missing", sidecar: null };
      const { verdict, sidecar, itemId } = item;
      if (verdict.kind === "refused") return { code: verdict.code, sidecar: null };
      if (verdict.kind === "duplicate") return "known";
      // With the wrong details it might become public, so it waits until the sidecar is fixed.
      if (sidecar !== null && sidecar.problem !== null) {
        return { code: null, sidecar: { fileName: sidecar.fileName, problem: sidecar.problem } };
      }
      const { uploadIds } = await intake.accept(reviewId, [itemId], adding.detailsFor(choices));
      if (uploadIds.length === 0) return "known";
      // After the sidecar's access, and before anything of it is sent.
      if (keepPrivate) for (const id of uploadIds) engine.edit(id, { access: "private", stayPrivate: false });
      return "added";
    } finally {
      intake.dismiss(reviewId);
    }
  };
  return createWatchedFolders({
    database,
    onUnreadable,
    offer,
    moved: engine.fileFound,
    readiness,
    async list(folder) {
      const listed = await listVideos(folder);
      return { ...listed, videos: listed.videos.filter(isWatchedKind) };
    },
    isVideo: isWatchedKind,
    onChange,
    log,
    monotonicNow: () => performance.now(),
    after: systemClock.after,
  });
}
