import type { DatabaseSync } from "node:sqlite";
import { type AddChoices, detailsToAdd } from "../../shared/model/template.ts";
import { systemClock } from "../foundation/clock.ts";
import type { TemplateStore } from "../templates/template-store.ts";
import type { Engine } from "../upload/engine.ts";
import { listVideos } from "../upload/files/expand-paths.ts";
import { mediaTypeOf } from "../upload/files/media-types.ts";
import { createWatchedFolders, type Offered, type WatchedFolders } from "../watch/watched-folders.ts";

export interface ComposeWatchDeps {
  database: DatabaseSync;
  engine: Engine;
  templates: TemplateStore;
  onChange: () => void;
  log: (line: string) => void;
}

/** Joins watched folders with the queue: what settles in one is offered, looked at and added like any other file. */
export function composeWatch({ database, engine, templates, onChange, log }: ComposeWatchDeps): WatchedFolders {
  const { intake } = engine;
  const offer = async (path: string, choices: AddChoices): Promise<Offered> => {
    const { reviewId, items } = await intake.offer([path]);
    try {
      const [item] = items;
      if (item === undefined) return { code: "file-missing", sidecar: null };
      const { verdict, sidecar, itemId } = item;
      if (verdict.kind === "refused") return { code: verdict.code, sidecar: null };
      if (verdict.kind === "duplicate") return "known";
      // With the wrong details it may be seen by everybody: it waits until somebody has mended them.
      if (sidecar !== null && sidecar.problem !== null) {
        return { code: null, sidecar: { fileName: sidecar.fileName, problem: sidecar.problem } };
      }
      const template = choices.templateId === null ? null : templates.get(choices.templateId);
      const atMs = Date.now();
      intake.accept(reviewId, [itemId], (fileName, n) => detailsToAdd(choices, template, { fileName, atMs, n }));
      return "added";
    } finally {
      intake.dismiss(reviewId);
    }
  };
  return createWatchedFolders({
    database,
    offer,
    moved: engine.fileFound,
    list: listVideos,
    isVideo: (path) => mediaTypeOf(path) !== null,
    onChange,
    log,
    monotonicNow: () => performance.now(),
    after: systemClock.after,
  });
}
