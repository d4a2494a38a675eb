import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { FileCheck } from "../../../shared/model/upload.ts";
import { formatBytesOf } from "../../messages/format.ts";
import { useServices } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Spinner } from "../../ui/spinner.tsx";

/** How far a check is: as the file that is read to its end, else as the number of files. */
function useProgress({ reading, inspected, files }: FileCheck) {
  const { t, i18n } = useTranslation();
  if (reading !== null) {
    return {
      text: t("review.comparing", { name: reading.fileName }),
      figures: t("review.readOf", formatBytesOf(reading.bytes, reading.sizeBytes, i18n.language)),
      percent: (100 * reading.bytes) / Math.max(1, reading.sizeBytes),
    };
  }
  const formatted = (count: number) => count.toLocaleString(i18n.language);
  return {
    text: t("review.checking"),
    figures: files < 2 ? "" : t("review.readOf", { done: formatted(inspected), total: formatted(files) }),
    percent: files < 2 ? null : (100 * inspected) / files,
  };
}

function CheckLine({ check }: { check: FileCheck }) {
  const { t } = useTranslation();
  const { client, toasts } = useServices();
  const { text, figures, percent } = useProgress(check);
  const cancel = () => client.call("files.cancelCheck", { checkId: check.checkId }).catch(toasts.addThrown);
  return (
    <li className="flex items-center gap-3">
      <Spinner />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1 truncate" title={text}>
            {text}
          </span>
          <span className="shrink-0 text-xs text-quiet tabular-nums">{figures}</span>
        </div>
        {percent !== null && <ProgressBar className="mt-1.5" label={text} percent={percent} />}
      </div>
      <Button tone="ghost" aria-label={t("review.cancelCheck")} onClick={cancel}>
        {t("common.cancel")}
      </Button>
    </li>
  );
}

/** The checks of offered files that are in progress, each with its way out; nothing when there are none. */
export function CheckingFiles({ className = "" }: { className?: string }) {
  const { t } = useTranslation();
  const checks = useStore(useServices().reviews, (state) => state.checks);
  if (checks.length === 0) return null;
  return (
    <section aria-label={t("review.checking")} className={className}>
      {/* Announced once: figures that change four times a second would drown everything else. */}
      <span role="status" className="sr-only">
        {t("review.checking")}
      </span>
      <ul className="flex flex-col gap-2">
        {checks.map((check) => (
          <CheckLine key={check.checkId} check={check} />
        ))}
      </ul>
    </section>
  );
}

/** The same above everything, while no sheet is open that shows it. */
export function CheckingFilesNote() {
  const isSheetOpen = useStore(useServices().reviews, (state) => state.reviews.length > 0);
  if (isSheetOpen) return null;
  return (
    <CheckingFiles className="fixed bottom-12 left-1/2 z-60 w-140 max-w-[calc(100%-3rem)] -translate-x-1/2 animate-appear rounded-lg bg-float py-2 pr-2 pl-3 shadow-float" />
  );
}
