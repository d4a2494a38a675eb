import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { PlannedChange } from "../../../shared/model/bulk.ts";
import { useVideoTitle } from "../../items/use-video-title.ts";
import type { Translate } from "../../messages/translator.ts";
import { LineCover, VideoLines } from "./video-lines.tsx";

function productsText(products: PlannedChange["before"]["products"], t: Translate): string {
  if (products === undefined) return "";
  if (products === null) return t("bulk.productsNotLoaded");
  return [t("common.products", { count: products.length }), products.join(", ")].filter(Boolean).join(": ");
}

/** Returns a function that describes a video's changed fields before and after. */
function useFieldsText(): (plan: PlannedChange) => { before: string; after: string } {
  const { t } = useTranslation();
  return ({ before, after }) => {
    const textOf = (part: PlannedChange["before"]) =>
      [
        part.title === undefined ? "" : (part.title ?? t("bulk.titleUnknown")),
        part.description === undefined ? "" : part.description.trim() || t("bulk.empty"),
        part.access === undefined ? "" : t(`access.${part.access}`),
        productsText(part.products, t),
      ]
        .filter(Boolean)
        .join(" · ");
    return { before: textOf(before), after: textOf(after) };
  };
}

/** Height of a line with one and with two rows below the title, px. */
const oneRowHeight = 42;
const twoRowHeight = 58;
const maxHeight = twoRowHeight * 4;

/** Whether a change fits in one row: an access change does; texts and product lists do not. */
function fitsOneRow({ after }: PlannedChange): boolean {
  return after.title === undefined && after.description === undefined && after.products === undefined;
}

/** The changes of each video; impossible ones first, with the reason. */
export function PlanList({ plans }: { plans: readonly PlannedChange[] }) {
  const { t } = useTranslation();
  const titleOf = useVideoTitle();
  const fieldsText = useFieldsText();
  const shown = plans
    .filter(({ outcome }) => outcome !== "unchanged")
    .toSorted((a, b) => Number(b.outcome === "impossible") - Number(a.outcome === "impossible"));
  const oneRow = shown.every(fitsOneRow);
  return (
    <VideoLines
      label={t("bulk.preview")}
      lines={shown}
      keyOf={({ videoId }: PlannedChange) => videoId}
      lineHeight={oneRow ? oneRowHeight : twoRowHeight}
      maxHeight={maxHeight}
    >
      {(plan) => {
        const { before, after } = fieldsText(plan);
        return (
          <div className="flex h-full items-center gap-3 border-b border-line px-5 text-xs">
            <LineCover videoId={plan.videoId} />
            <div className="min-w-0 flex-1">
              <div className="truncate text-sm font-medium">{titleOf(plan.videoId)}</div>
              {plan.error !== null && (
                <div className="truncate text-fail-ink">{t(`errors.${plan.error.code}.what`)}</div>
              )}
              <div className={oneRow ? "flex gap-1.5" : ""}>
                {before !== "" && <div className="truncate text-quiet line-through">{before}</div>}
                {after !== "" && (
                  <div className="truncate">
                    <ArrowRight size={12} aria-hidden="true" className="mr-1 inline text-quiet" />
                    {after}
                  </div>
                )}
              </div>
            </div>
          </div>
        );
      }}
    </VideoLines>
  );
}
