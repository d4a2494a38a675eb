import { FileX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ReviewWarning } from "../../../shared/model/upload.ts";
import { formatBytes, formatLength } from "../../messages/format.ts";
import { errorText } from "../../messages/sentences.ts";
import { sidecarIssueText } from "../../messages/sidecar-issue-text.ts";
import type { Translate } from "../../messages/translator.ts";
import { useServices } from "../../state/services.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import type { ReviewLine } from "./review-groups.ts";

interface ReviewLineRowProps {
  line: ReviewLine;
  chosen: boolean;
  /** Closes the sheet and opens the existing video or upload of a duplicate. */
  onOpen: (key: string) => void;
}

/** What may go wrong with an accepted file. */
function warningText({ kind, container }: ReviewWarning, t: Translate): string {
  if (kind === "other-kind") return t("review.warning.other-kind", { container: container ?? "" });
  return t(`review.warning.${kind}`);
}

/** A line of the review sheet: the file, and why it is a duplicate or refused. */
export function ReviewLineRow({ line, chosen, onOpen }: ReviewLineRowProps) {
  const { t, i18n } = useTranslation();
  const { reviews } = useServices();
  const { item } = line;
  const { verdict } = item;
  const facts = item.sizeBytes === 0 ? [] : [formatBytes(item.sizeBytes, i18n.language)];
  if (item.lengthSeconds !== null) facts.push(formatLength(item.lengthSeconds));
  const existingKey = verdict.kind === "duplicate" ? (verdict.videoId ?? verdict.uploadId) : null;
  const reason = () => {
    if (verdict.kind === "duplicate" && existingKey === null) return t("review.sameAs", { name: verdict.sameAs ?? "" });
    if (verdict.kind === "duplicate") return t(verdict.videoId === null ? "review.inQueue" : "review.onBiggo");
    if (verdict.kind === "refused") return errorText(t, verdict.code);
    return null;
  };
  return (
    <li className="flex min-h-9 items-center gap-3 px-5 py-1.5">
      {verdict.kind === "refused" ? (
        <FileX size={16} aria-hidden="true" className="shrink-0 text-fail-ink" />
      ) : (
        <Checkbox
          label={t("review.include", { name: item.fileName })}
          checked={chosen}
          onChange={(event) => reviews.choose(line.key, event.target.checked)}
        />
      )}
      <div className="min-w-0 flex-1">
        <div className="truncate" title={item.fileName}>
          {item.fileName}
        </div>
        {verdict.kind !== "accepted" && <div className="text-xs text-quiet">{reason()}</div>}
        {item.warning !== null && <div className="text-xs text-wait-ink">{warningText(item.warning, t)}</div>}
        {item.sidecar !== null && (
          <div className={`truncate text-xs ${item.sidecar.problem === null ? "text-quiet" : "text-wait-ink"}`}>
            {item.sidecar.problem === null
              ? t("review.sidecar", { name: item.sidecar.fileName })
              : t("review.sidecarBroken", {
                  name: item.sidecar.fileName,
                  problem: sidecarIssueText(item.sidecar.problem, t),
                })}
          </div>
        )}
      </div>
      {existingKey !== null && (
        <LinkButton className="text-xs" onClick={() => onOpen(existingKey)}>
          {t("review.open")}
        </LinkButton>
      )}
      <span className="shrink-0 text-xs text-quiet tabular-nums">{facts.join(" · ")}</span>
    </li>
  );
}
