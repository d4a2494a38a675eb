import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Ban } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkRequest, PlannedChange } from "../../../shared/model/bulk.ts";
import { rowKey, type TaggedProduct } from "../../../shared/model/product.ts";
import { CallError } from "../../items/call-error.tsx";
import { useVideoTitle } from "../../items/use-video-title.ts";
import { callQuery } from "../../state/call-query.ts";
import { useServices } from "../../state/services.tsx";
import { useFinish } from "../../state/use-finish.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProductPicker } from "../product-picker/product-picker.tsx";

interface PlanProps {
  plan: readonly PlannedChange[];
  excluded: ReadonlySet<string>;
  onToggle: (videoId: string, included: boolean) => void;
}

/** Lists every planned change with a checkbox to exclude it. */
function Plan({ plan, excluded, onToggle }: PlanProps) {
  const { t } = useTranslation();
  const titleOf = useVideoTitle();
  return (
    <ul className="max-h-56 overflow-y-auto">
      {plan.map(({ videoId, before, after }) => (
        <li key={videoId} className="flex items-center gap-2.5 border-b border-line px-5 py-1.5 last:border-0">
          <Checkbox
            label={t("products.replace.include", { title: titleOf(videoId) })}
            checked={!excluded.has(videoId)}
            onChange={(event) => onToggle(videoId, event.target.checked)}
          />
          <div className="min-w-0 flex-1">
            <div className="truncate font-medium">{titleOf(videoId)}</div>
            <div className="truncate text-xs text-quiet tabular-nums">
              {before.products?.length ?? 0}/10 <ArrowRight size={12} aria-hidden="true" className="inline" />{" "}
              {after.products?.length ?? 0}/10
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface ReplaceDialogProps {
  product: TaggedProduct;
  /** The videos that have the product. */
  videoIds: readonly string[];
  onClose: () => void;
}

/** Dialog that replaces or removes a product on all its videos, with a preview of each change. */
export function ReplaceDialog({ product, videoIds, onClose }: ReplaceDialogProps) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const { busy, finish } = useFinish(onClose);
  /** Null: remove without replacement; undefined: not chosen yet. */
  const [to, setTo] = useState<TaggedProduct | null | undefined>(undefined);
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set());
  const action: BulkRequest = { kind: "swapProduct", from: product, to: to ?? null };
  const query = useQuery({
    ...callQuery("bulk.plan", { action, videoIds: [...videoIds] }),
    enabled: to !== undefined,
    staleTime: 0,
  });
  const plan = query.data?.filter(({ outcome }) => outcome === "changed") ?? [];
  const included = plan.flatMap(({ videoId }) => (excluded.has(videoId) ? [] : [videoId]));
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const toggle = (videoId: string, include: boolean) =>
    setExcluded((before) => {
      const next = new Set(before);
      if (include) next.delete(videoId);
      else next.add(videoId);
      return next;
    });
  const pick = (picked: TaggedProduct) => {
    // Replacing a product with itself changes nothing.
    if (rowKey(picked) !== rowKey(product)) setTo(picked);
  };
  const start = () => {
    if (to === undefined || included.length === 0 || busy) return;
    finish(() => client.call("bulk.start", { action, videoIds: included }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={t("products.replace.heading", { title: product.title })}
      description={
        to === undefined ? t("products.replace.choose") : t("products.replace.preview", counted(plan.length))
      }
      width={620}
      onSubmit={start}
      footer={
        <>
          {to !== undefined && (
            <Button tone="ghost" onClick={() => setTo(undefined)}>
              {t("products.back")}
            </Button>
          )}
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          {to !== undefined && (
            <Button tone="accent" disabled={included.length === 0 || busy} onClick={start}>
              {t("products.replace.start", counted(included.length))}
            </Button>
          )}
        </>
      }
    >
      {to === undefined ? (
        <div className="flex flex-col gap-2.5 px-5 pb-4">
          <ProductPicker className="h-[280px]" taken={new Set([rowKey(product)])} onPick={pick} autoFocus />
          <Button
            tone="ghost"
            icon={<Ban size={16} aria-hidden="true" />}
            className="self-start"
            onClick={() => setTo(null)}
          >
            {t("products.replace.removeOnly")}
          </Button>
        </div>
      ) : (
        <>
          <p className="px-5 pb-2">
            <span className="text-quiet line-through">{product.title}</span>{" "}
            <ArrowRight size={14} aria-hidden="true" className="inline" />{" "}
            <span className="font-medium">{to?.title ?? t("products.replace.removeOnly")}</span>
          </p>
          <CallError query={query} className="px-5 pb-3" />
          <Plan plan={plan} excluded={excluded} onToggle={toggle} />
        </>
      )}
    </Dialog>
  );
}
