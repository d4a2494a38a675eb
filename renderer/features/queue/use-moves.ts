import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { positionBefore } from "../../../shared/model/queue-order.ts";
import { titleOfUpload } from "../../items/library-items.ts";
import { groupUploads } from "../../items/upload-status.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { focusByKey } from "../../ui/focus-by-key.ts";

/** How the order of what waits is changed. */
export interface Moves {
  /** Puts one where another one stands, as a drop does. */
  moveTo(id: string, overId: string): void;
  /** Moves it one place up (-1) or down (1), says where it is now, and keeps the focus on it. */
  moveBy(id: string, step: -1 | 1): void;
}

/** The moves of the queue. Only what waits for its turn has a place that can be changed. */
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
      const before = uploads.getState().uploads.get(id)?.position;
      const position = positionBefore([...uploads.getState().uploads.values()], id, beforeId);
      if (typeof position === "number") uploads.setPosition(id, position);
      const moving = client.call("uploads.move", { id, beforeId }).catch((thrown: unknown) => {
        // Main has refused it: it stands where it stood.
        if (before !== undefined) uploads.setPosition(id, before);
        throw thrown;
      });
      run(moving);
    };
    return {
      moveTo,
      moveBy(id, step) {
        const members = waiting();
        const at = members.findIndex((upload) => upload.id === id);
        const [upload, over] = [members[at], members[at + step]];
        if (upload === undefined || over === undefined || uploads.getState().holds.readOnly) return;
        moveTo(id, over.id);
        const place = at + step + 1;
        view.announce(t("queue.moved", { title: titleOfUpload(upload), place, count: members.length }));
        requestAnimationFrame(() => focusByKey(document, id));
      },
    };
  }, [client, uploads, view, run, t]);
}
