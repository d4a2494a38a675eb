import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Ban } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rowKey, type TaggedProduct } from "../../../shared/model/product.ts";
import type { PlannedChange } from "../../../shared/model/replacement.ts";
import { useLibrary, useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { titleOfVideo } from "../library/library-items.ts";
import { useItemTitle } from "../library/use-item-title.ts";
import { ProductPicker } from "./product-picker.tsx";

/** What a video is called, by its id. */
export function useVideoTitle(): (videoId: string) => string {
  const videos = useLibrary((state) => state.videos);
  const nameOf = useItemTitle();
  return (videoId) => {
    const video = videos.get(videoId);
    if (video === undefined) return videoId;
    return nameOf({ title: titleOfVideo(video), sortMs: video.createdAtMs });
  };
}

interface PlanProps {
  plan: readonly PlannedChange[];
  left: ReadonlySet<string>;
  onToggle: (videoId: string, wanted: boolean) => void;
  to: TaggedProduct | null;
}

/** Every change as it would be, each of which can be left out. */
function Plan({ plan, left, onToggle, to }: PlanProps) {
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
              {before.length}/10 <ArrowRight size={12} aria-hidden="true" className="inline" /> {after.length}/10
              {to !== null && after.length < before.length && ` · ${t("products.replace.there")}`}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Chooses what takes a product's place on every video, shows each change, and starts. */
export function ReplaceDialog({ product, onClose }: { product: TaggedProduct; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  /** Undefined: not chosen yet. */
  const [to, setTo] = useState<TaggedProduct | null | undefined>(undefined);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const plan =
    useQuery({
      queryKey: ["products.planReplacement", rowKey(product), to == null ? to : rowKey(to)],
      queryFn: () => client.call("products.planReplacement", { from: product, to: to ?? null }),
      enabled: to !== undefined,
      staleTime: 0,
    }).data ?? [];
  const videoIds = plan.flatMap(({ videoId }) => (left.has(videoId) ? [] : [videoId]));
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const toggle = (videoId: string, wanted: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (wanted) next.delete(videoId);
      else next.add(videoId);
      return next;
    });
  const start = () => {
    if (to === undefined || videoIds.length === 0) return;
    run(client.call("products.replace", { from: product, to, videoIds }));
    onClose();
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
            <Button tone="accent" disabled={videoIds.length === 0} onClick={start}>
              {t("products.replace.start", counted(videoIds.length))}
            </Button>
          )}
        </>
      }
    >
      {to === undefined ? (
        <div className="flex flex-col gap-2.5 px-5 pb-4">
          <ProductPicker className="h-[280px]" taken={new Set([rowKey(product)])} onPick={setTo} autoFocus />
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
          <Plan plan={plan} left={left} onToggle={toggle} to={to} />
        </>
      )}
    </Dialog>
  );
}
