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
  left: ReadonlySet<string>;
  onToggle: (videoId: string, wanted: boolean) => void;
}

/** Every change as it would be, each of which can be left out. */
function Plan({ plan, left, onToggle }: PlanProps) {
  const { t } = useTranslation();
  const titleOf = useVideoTitle();
  return (
    <ul className="max-h-56 overflow-y-auto">
      {plan.map(({ videoId, before, after }) => (
        <li key={videoId} className="flex items-center gap-2.5 border-b border-line px-5 py-1.5 last:border-0">
          <Checkbox
            label={t("products.replace.include", { title: titleOf(videoId) })}
            checked={!left.has(videoId)}
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
  /** The videos it is on. */
  carriers: readonly string[];
  onClose: () => void;
}

/** Chooses what takes a product's place on every video, shows each change, and starts. */
export function ReplaceDialog({ product, carriers, onClose }: ReplaceDialogProps) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const { busy, finish } = useFinish(onClose);
  /** Undefined: not chosen yet. */
  const [to, setTo] = useState<TaggedProduct | null | undefined>(undefined);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const action: BulkRequest = { kind: "swapProduct", from: product, to: to ?? null };
  const query = useQuery({
    ...callQuery("bulk.plan", { action, videoIds: [...carriers] }),
    enabled: to !== undefined,
    staleTime: 0,
  });
  const plan = query.data?.filter(({ outcome }) => outcome === "changed") ?? [];
  const videoIds = plan.flatMap(({ videoId }) => (left.has(videoId) ? [] : [videoId]));
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const toggle = (videoId: string, wanted: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (wanted) next.delete(videoId);
      else next.add(videoId);
      return next;
    });
  const pick = (found: TaggedProduct) => {
    // In its own place it would change nothing.
    if (rowKey(found) !== rowKey(product)) setTo(found);
  };
  const start = () => {
    if (to === undefined || videoIds.length === 0) return;
    finish(() => client.call("bulk.start", { action, videoIds }));
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
            <Button tone="accent" disabled={videoIds.length === 0 || busy} onClick={start}>
              {t("products.replace.start", counted(videoIds.length))}
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
            {t("products.replace.takeOff")}
          </Button>
        </div>
      ) : (
        <>
          <p className="px-5 pb-2">
            <span className="text-quiet line-through">{product.title}</span>{" "}
            <ArrowRight size={14} aria-hidden="true" className="inline" />{" "}
            <span className="font-medium">{to?.title ?? t("products.replace.takeOff")}</span>
          </p>
          <CallError query={query} className="px-5 pb-3" />
          <Plan plan={plan} left={left} onToggle={toggle} />
        </>
      )}
    </Dialog>
  );
}
