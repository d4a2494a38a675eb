import type { DatabaseSync } from "node:sqlite";
import type { AddChoices } from "../../shared/model/template.ts";
import { systemClock } from "../foundation/clock.ts";
import type { Engine } from "../upload/engine.ts";
import { listVideos } from "../upload/files/expand-paths.ts";
import { isUncertainKind, mediaTypeOf } from "../upload/files/media-types.ts";
import { createWatchedFolders, type OfferResult, type WatchedFolders } from "../watch/watched-folders.ts";
import type { FileAdding } from "./file-adding.ts";

export interface ComposeWatchDeps {
  database: DatabaseSync;
  engine: Engine;
  adding: FileAdding;
  onChange: () => void;
  log: (line: string) => void;
}

/** A kind that BigGo may not take needs the user's word first. */
const isWatchedKind = (path: string) => mediaTypeOf(path) !== null && !isUncertainKind(path);

/** Connects watched folders to the queue: a file that has settled is inspected and added like any other. */
export function composeWatch({ database, engine, adding, onChange, log }: ComposeWatchDeps): WatchedFolders {
  const { intake } = engine;
  const offer = async (path: string, choices: AddChoices): Promise<OfferResult> => {
    const { reviewId, items } = await intake.offer([path]);
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
      intake.accept(reviewId, [itemId], adding.detailsFor(choices));
      return "added";
    } finally {
      intake.dismiss(reviewId);
    }
  };
  return createWatchedFolders({
    database,
    offer,
    moved: engine.fileFound,
    list: async (folder) => (await listVideos(folder)).filter(isWatchedKind),
    isVideo: isWatchedKind,
    onChange,
    log,
    monotonicNow: () => performance.now(),
    after: systemClock.after,
  });
}
