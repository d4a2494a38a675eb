import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { positionBefore } from "../../../shared/model/queue-order.ts";
import { titleOfUpload } from "../../items/library-items.ts";
import { groupUploads } from "../../items/upload-status.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { focusByKey } from "../../ui/focus-by-key.ts";

/** Operations that reorder waiting uploads. */
export interface Moves {
  /** Moves an upload to the position of another, as a drop does. */
  moveTo(id: string, overId: string): void;
  /** Moves an upload up (-1) or down (1) by one, announces its new position, and keeps the focus on it. */
  moveBy(id: string, step: -1 | 1): void;
}

/** Reorders the queue. Only waiting uploads can be moved. */
export function useMoves(): Moves {
  const { t } = useTranslation();
  const { client, uploads, view } = useServices();
  const run = useRun();
  return useMemo(() => {
    const waiting = () =>
      groupUploads(uploads.getState().uploads.values()).find(({ group }) => group === "waiting")?.uploads ?? [];
    const moveTo = (id: string, overId: string) => {
      const ids = waiting().map((upload) => upload.id);
      const [from, to] = [ids.indexOf(id), ids.indexOf(overId)];
      if (from === -1 || to === -1 || from === to) return;
      const beforeId = (from < to ? ids[to + 1] : overId) ?? null;
      const previous = uploads.getState().uploads.get(id)?.position;
      const position = positionBefore([...uploads.getState().uploads.values()], id, beforeId);
      if (typeof position === "number") uploads.setPosition(id, position);
      const moving = client.call("uploads.move", { id, beforeId }).catch((thrown: unknown) => {
        // Main refused the move: restore the previous position.
        if (previous !== undefined) uploads.setPosition(id, previous);
        throw thrown;
      });
      run(moving);
    };
    return {
      moveTo,
      moveBy(id, step) {
        const members = waiting();
        const index = members.findIndex((upload) => upload.id === id);
        const [upload, over] = [members[index], members[index + step]];
        if (upload === undefined || over === undefined || uploads.getState().holds.readOnly) return;
        moveTo(id, over.id);
        const position = index + step + 1;
        view.announce(t("queue.moved", { title: titleOfUpload(upload), position, count: members.length }));
        requestAnimationFrame(() => focusByKey(document, id));
      },
    };
  }, [client, uploads, view, run, t]);
}
