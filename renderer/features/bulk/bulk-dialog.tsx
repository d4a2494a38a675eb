import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlannedChange } from "../../../shared/model/bulk.ts";
import { useServices, useView } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import type { BulkIntent } from "../../state/view-store.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { focusByKey } from "../../ui/focus-by-key.ts";
import { Select } from "../../ui/select.tsx";
import { asksForNumber } from "../library/use-remove-items.ts";
import { type BulkDraft, bulkKinds, newDraft, requestOf } from "./bulk-draft.ts";
import { BulkFields } from "./bulk-fields.tsx";
import { PlanList } from "./plan-list.tsx";

const outcomes = ["changed", "unknown", "unchanged", "impossible"] as const;

/** What the videos would see of a draft; asked for anew as it changes. */
function usePlan(draft: BulkDraft, videoIds: readonly string[]): readonly PlannedChange[] | undefined {
  const { client } = useServices();
  const action = useDeferredValue(requestOf(draft));
  const query = useQuery({
    queryKey: ["bulk.plan", action, videoIds],
    queryFn: () => (action === null ? [] : client.call("bulk.plan", { action, videoIds: [...videoIds] })),
    enabled: action !== null,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  return action === null ? [] : query.data;
}

function Summary({ plans, uploads }: { plans: readonly PlannedChange[]; uploads: number }) {
  const { t, i18n } = useTranslation();
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const parts = outcomes.flatMap((outcome) => {
    const count = plans.filter((plan) => plan.outcome === outcome).length;
    return count === 0 ? [] : [t(`bulk.${outcome}`, counted(count))];
  });
  if (uploads > 0) parts.push(t("bulk.uploadsLeft", counted(uploads)));
  return (
    <p role="status" className="px-5 py-2 text-xs text-quiet tabular-nums">
      {parts.join(" · ")}
    </p>
  );
}

function OpenBulkDialog({ kind, access, videoIds, uploads }: BulkIntent) {
  const { t, i18n } = useTranslation();
  const { client, view } = useServices();
  const run = useRun();
  const [draft, setDraft] = useState(() => newDraft(kind, access));
  const onClose = () => {
    view.setState({ bulk: null });
    // The bar from which it was opened may go with the selection: the focus goes back to the grid.
    setTimeout(() => {
      if (document.activeElement === document.body) focusByKey(document, view.getState().activeKey ?? "");
    });
  };
  const change = (patch: Partial<BulkDraft>) => setDraft((before) => ({ ...before, ...patch }));
  const plans = usePlan(draft, videoIds);
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const changing = (plans ?? []).filter(({ outcome }) => outcome === "changed" || outcome === "unknown");
  const deletes = draft.kind === "delete";
  const isConfirmed = !deletes || !asksForNumber(videoIds.length) || draft.typed.trim() === String(videoIds.length);
  const request = requestOf(draft);
  const canStart = request !== null && changing.length > 0 && isConfirmed;
  const start = () => {
    if (request === null || !canStart) return;
    run(client.call("bulk.start", { action: request, videoIds: changing.map(({ videoId }) => videoId) }));
    // The selection has done its work.
    view.setState({ selected: new Set() });
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    start();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={t(deletes ? "bulk.headingDelete" : "bulk.heading", counted(videoIds.length))}
      width={640}
      onKeyDown={onKeyDown}
      footer={
        <>
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button tone={deletes ? "danger" : "accent"} disabled={!canStart} onClick={start}>
            {t(deletes ? "bulk.startDelete" : "bulk.start", counted(changing.length))}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-5 pb-3">
        {!deletes && (
          <div>
            <Select
              label={t("bulk.what")}
              value={draft.kind}
              options={bulkKinds.map((value) => ({ value, label: t(`bulk.kinds.${value}`) }))}
              onChange={(next) => change({ kind: next })}
            />
          </div>
        )}
        <BulkFields draft={draft} change={change} videoIds={videoIds} />
      </div>
      {plans !== undefined && plans.length > 0 && (
        <div className="border-t border-line">
          <Summary plans={plans} uploads={uploads} />
          {!deletes && <PlanList plans={plans} />}
        </div>
      )}
    </Dialog>
  );
}

/** Chooses what is done to many videos, shows exactly what changes, and begins it. */
export function BulkDialog() {
  const intent = useView((state) => state.bulk);
  return intent === null ? null : <OpenBulkDialog {...intent} />;
}
