import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { memo, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkRequest, PlannedChange } from "../../../shared/model/bulk.ts";
import { CallError } from "../../items/call-error.tsx";
import { useItemActions } from "../../items/use-item-actions.ts";
import { needsCountConfirmation } from "../../items/use-remove-items.ts";
import { callQuery } from "../../state/call-query.ts";
import { useServices, useView } from "../../state/services.tsx";
import { useFinish } from "../../state/use-finish.ts";
import type { BulkIntent } from "../../state/view-store.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { focusByKey } from "../../ui/focus-by-key.ts";
import { Select } from "../../ui/select.tsx";
import { type BulkDraft, bulkKinds, newDraft, requestOf } from "./bulk-draft.ts";
import { BulkFields } from "./bulk-fields.tsx";
import { PlanList } from "./plan-list.tsx";

const outcomes = ["changed", "unknown", "unchanged", "impossible"] as const;

/** Typing pause before a plan is requested, ms. */
const debounceMs = 250;

function useDebounced<T>(value: T): T {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), debounceMs);
    return () => clearTimeout(timer);
  }, [value]);
  return debounced;
}

/** The plan of an action, requested again when it changes. `current`: the plan is up to date with the action. */
function usePlan(action: BulkRequest | null, videoIds: readonly string[]) {
  const text = JSON.stringify(action);
  const debounced = useDebounced(text);
  const settled = JSON.parse(debounced) as BulkRequest | null;
  const query = useQuery({
    // Without an action there is nothing to plan, and the query stays disabled.
    ...callQuery("bulk.plan", { action: settled ?? { kind: "delete" }, videoIds: [...videoIds] }),
    enabled: settled !== null,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const plans: readonly PlannedChange[] = action === null ? [] : (query.data ?? []);
  return { plans, query, current: debounced === text && query.isSuccess && !query.isPlaceholderData };
}

function Summary({ plans, uploads }: { plans: readonly PlannedChange[]; uploads: number }) {
  const { t, i18n } = useTranslation();
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const parts = outcomes.flatMap((outcome) => {
    const count = plans.filter((plan) => plan.outcome === outcome).length;
    return count === 0 ? [] : [t(`bulk.${outcome}`, counted(count))];
  });
  if (uploads > 0) parts.push(t("bulk.uploadsExcluded", counted(uploads)));
  return (
    <p role="status" className="px-5 py-2 text-xs text-quiet tabular-nums">
      {parts.join(" · ")}
    </p>
  );
}

function OpenBulkDialog({ kind, access, videoIds, uploadIds }: BulkIntent) {
  const { t, i18n } = useTranslation();
  const { client, view, uploads } = useServices();
  const actions = useItemActions();
  const [draft, setDraft] = useState(() => newDraft(kind, access));
  const onClose = () => {
    view.closeBulk();
    // The selection bar that opened it may be unmounted: return the focus to the grid.
    setTimeout(() => {
      if (document.activeElement === document.body) focusByKey(document, view.getState().activeKey ?? "");
    });
  };
  const { busy, finish } = useFinish(onClose);
  const change = (patch: Partial<BulkDraft>) => setDraft((before) => ({ ...before, ...patch }));
  const request = requestOf(draft);
  const { plans, query, current } = usePlan(request, videoIds);
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const changing = plans.filter(({ outcome }) => outcome === "changed" || outcome === "unknown");
  const deletes = draft.kind === "delete";
  const touchesUploads = deletes || draft.kind === "access";
  const isConfirmed =
    !deletes || !needsCountConfirmation(videoIds.length) || draft.typed.trim() === String(videoIds.length);
  const canStart = request !== null && current && changing.length > 0 && isConfirmed && !busy;
  const start = () => {
    if (request === null || !canStart) return;
    finish(async () => {
      // All chosen videos in their order, so that template numbers match the preview.
      await client.call("bulk.start", { action: request, videoIds: [...videoIds] });
      const chosen = uploadIds.flatMap((id) => uploads.getState().uploads.get(id) ?? []);
      const items = chosen.map((upload) => ({ upload, video: null }));
      if (request.kind === "access") actions.setAccess(items, request.access);
      if (request.kind === "delete") actions.remove(items);
      view.select([]);
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={t(deletes ? "bulk.headingDelete" : "bulk.heading", counted(videoIds.length))}
      width={640}
      onSubmit={start}
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
          <Select
            autoFocus
            label={t("bulk.action")}
            value={draft.kind}
            options={bulkKinds.map((value) => ({ value, label: t(`bulk.kinds.${value}`) }))}
            onChange={(next) => change({ kind: next })}
          />
        )}
        <BulkFields draft={draft} change={change} videoIds={videoIds} />
      </div>
      <CallError query={query} className="px-5 pb-3" />
      {plans.length > 0 && (
        <div className="border-t border-line">
          {!deletes && <Summary plans={plans} uploads={touchesUploads ? 0 : uploadIds.length} />}
          <PlanList plans={plans} />
        </div>
      )}
    </Dialog>
  );
}

/** Dialog for bulk changes: chooses the action, previews every change, and starts the job. */
export const BulkDialog = memo(function BulkDialog() {
  const intent = useView((state) => state.bulk);
  return intent === null ? null : <OpenBulkDialog {...intent} />;
});
