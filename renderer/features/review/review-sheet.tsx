import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { AddChoices } from "../../../shared/model/template.ts";
import { maxCountedFiles, maxFilesAtOnce } from "../../../shared/model/upload.ts";
import { useServices } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckingFiles } from "./checking-files.tsx";
import { ReviewChoices, useChoices } from "./review-choices.tsx";
import { chosenByReview, groupReviews, numberedFiles, type ReviewLine } from "./review-groups.ts";
import { ReviewLineRow } from "./review-line.tsx";

const groups = [
  { kind: "accepted", heading: "review.ready" },
  { kind: "duplicate", heading: "review.duplicate" },
  { kind: "refused", heading: "review.refused" },
] as const;

function ReviewGroups({ lines, onOpen }: { lines: ReturnType<typeof groupReviews>; onOpen: (key: string) => void }) {
  const { t, i18n } = useTranslation();
  const chosen = useStore(useServices().reviews, (state) => state.chosen);
  const section = (kind: "accepted" | "duplicate" | "refused", heading: string, members: readonly ReviewLine[]) => (
    <section key={kind} aria-label={heading} className="pb-2">
      <h3 className="flex gap-2 px-5 py-1.5 text-xs font-medium">
        {heading}
        <span className="font-normal text-quiet tabular-nums">{members.length.toLocaleString(i18n.language)}</span>
        {kind === "duplicate" && <span className="font-normal text-quiet">{t("review.uploadAnyway")}</span>}
      </h3>
      <ul>
        {members.map((line) => (
          <ReviewLineRow key={line.key} line={line} chosen={chosen.has(line.key)} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
  return (
    <>{groups.map(({ kind, heading }) => (lines[kind].length === 0 ? null : section(kind, t(heading), lines[kind])))}</>
  );
}

/** How many files were left out of the reviews; nothing when none was. */
function LeftOut({ count }: { count: number }) {
  const { t, i18n } = useTranslation();
  if (count === 0) return null;
  const isCounted = count < maxCountedFiles - maxFilesAtOnce;
  const formatted = count.toLocaleString(i18n.language) + (isCounted ? "" : "+");
  return (
    <p role="status" className="px-5 pb-2 text-xs text-wait-ink">
      {t("review.leftOut", { count, formatted, max: maxFilesAtOnce.toLocaleString(i18n.language) })}
    </p>
  );
}

/** Accepts or dismisses all reviews of the sheet. */
function useResolveReviews() {
  const { client, reviews, toasts } = useServices();
  return {
    accept: (choices: AddChoices) => {
      const taken = reviews.take();
      for (const { reviewId, itemIds, first } of chosenByReview(taken.reviews, taken.chosen)) {
        const add = async () => {
          const { duplicates } = await client.call("files.accept", { reviewId, itemIds, choices, first });
          // Their content was added meanwhile: the sheet asks about them again.
          if (duplicates.length > 0) reviews.add([{ reviewId, items: duplicates, leftOut: 0, choices }]);
        };
        const call = itemIds.length === 0 ? client.call("files.dismiss", { reviewId }) : add();
        call.catch((thrown: unknown) => {
          // Offer files that could not be stored again.
          reviews.restore(taken, reviewId);
          toasts.addThrown(thrown);
        });
      }
    },
    dismiss: () => {
      for (const { reviewId } of reviews.take().reviews) {
        client.call("files.dismiss", { reviewId }).catch(toasts.addThrown);
      }
    },
  };
}

/** Dialog that lists offered files for review before any is uploaded. */
export function ReviewSheet() {
  const { t, i18n } = useTranslation();
  const { reviews, view } = useServices();
  const offered = useStore(reviews, (state) => state.reviews);
  const chosen = useStore(reviews, (state) => state.chosen);
  const open = offered.length > 0;
  const [choices, choose] = useChoices(offered);
  const { accept, dismiss } = useResolveReviews();
  const count = chosenByReview(offered, chosen).reduce((sum, { itemIds }) => sum + itemIds.length, 0);
  const lines = groupReviews(offered);
  const total = offered.reduce((sum, review) => sum + review.items.length, 0);
  const allRefused = lines.refused.length === total;
  const openExisting = (key: string) => {
    dismiss();
    view.openEditor({ key, sequence: [key], focusTitle: false });
  };
  const formatted = (n: number) => ({ count: n, formatted: n.toLocaleString(i18n.language) });
  return (
    <Dialog
      open={open}
      onClose={dismiss}
      heading={t("review.heading")}
      description={allRefused ? t("review.nothingToAdd") : t("review.summary", formatted(total))}
      onSubmit={() => {
        if (count > 0) accept(choices);
      }}
      width={620}
      pinned={
        <>
          <CheckingFiles className="border-t border-line py-2 pr-3 pl-5" />
          {!allRefused && <ReviewChoices choices={choices} onChoose={choose} files={numberedFiles(offered, chosen)} />}
        </>
      }
      footer={
        <>
          <span className="flex-1" />
          <Button tone="ghost" onClick={dismiss}>
            {t("common.cancel")}
          </Button>
          <Button tone="accent" data-autofocus disabled={count === 0} onClick={() => accept(choices)}>
            {count === 0 ? t("review.uploadNone") : t(`review.add.${choices.access}`, formatted(count))}
          </Button>
        </>
      }
    >
      <LeftOut count={offered.reduce((sum, { leftOut }) => sum + leftOut, 0)} />
      <ReviewGroups lines={lines} onOpen={openExisting} />
    </Dialog>
  );
}
