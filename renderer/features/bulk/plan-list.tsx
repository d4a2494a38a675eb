import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { PlannedChange } from "../../../shared/model/bulk.ts";
import { useVideoTitle } from "../../items/use-video-title.ts";
import type { Translate } from "../../messages/translator.ts";
import { VideoLines } from "./video-lines.tsx";

function productWords(products: PlannedChange["before"]["products"], t: Translate): string {
  if (products === undefined) return "";
  if (products === null) return t("bulk.productsUnread");
  return [t("common.products", { count: products.length }), products.join(", ")].filter(Boolean).join(": ");
}

/** What a change makes of one video's fields, before and after, as words. */
function useFieldWords(): (plan: PlannedChange) => { before: string; after: string } {
  const { t } = useTranslation();
  return ({ before, after }) => {
    const words = (part: PlannedChange["before"]) =>
      [
        part.title === undefined ? "" : (part.title ?? t("bulk.noTitle")),
        part.description === undefined ? "" : part.description.trim() || t("bulk.empty"),
        part.access === undefined ? "" : t(`access.${part.access}`),
        productWords(part.products, t),
      ]
        .filter(Boolean)
        .join(" · ");
    return { before: words(before), after: words(after) };
  };
}

/** Pixels of a line with one row under its title, and with two. */
const lowLine = 42;
const highLine = 58;
const maxHeight = highLine * 4;

/** Whether a change has room in one row: an access does, a text or a list of products does not. */
function isShort({ after }: PlannedChange): boolean {
  return after.title === undefined && after.description === undefined && after.products === undefined;
}

/** Exactly what changes, video by video; what cannot be changed comes first, with the reason. */
export function PlanList({ plans }: { plans: readonly PlannedChange[] }) {
  const { t } = useTranslation();
  const titleOf = useVideoTitle();
  const wordsOf = useFieldWords();
  const shown = plans
    .filter(({ outcome }) => outcome !== "unchanged")
    .toSorted((a, b) => Number(b.outcome === "impossible") - Number(a.outcome === "impossible"));
  const oneRow = shown.every(isShort);
  return (
    <VideoLines
      label={t("bulk.preview")}
      lines={shown}
      keyOf={({ videoId }: PlannedChange) => videoId}
      lineHeight={oneRow ? lowLine : highLine}
      maxHeight={maxHeight}
    >
      {(plan) => {
        const { before, after } = wordsOf(plan);
        return (
          <div className="flex h-full flex-col justify-center border-b border-line px-5 text-xs">
            <div className="truncate text-sm font-medium">{titleOf(plan.videoId)}</div>
            {plan.error !== null && <div className="truncate text-fail-ink">{t(`errors.${plan.error.code}.what`)}</div>}
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
        );
      }}
    </VideoLines>
  );
}
