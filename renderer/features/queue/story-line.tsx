import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { assertNever } from "../../../shared/assert-never.ts";
import type { Upload } from "../../../shared/model/upload.ts";
import { formatBytesOf, formatDuration, formatSpeed, formatTime, formatUntil } from "../../messages/format.ts";
import type { Translate } from "../../messages/translator.ts";
import { useServices, useUploads } from "../../state/services.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { detailsFailure, firstHold, uploadPercent } from "./upload-story.ts";

const needsFileTexts = {
  missing: "story.fileMissing",
  changed: "story.fileChanged",
  unreadable: "story.fileUnreadable",
} as const;

/** What a phase means for this upload, in a sentence. */
function storyText(upload: Upload, held: boolean, t: Translate, locale: string): string {
  const { state } = upload;
  const failure = detailsFailure(upload);
  if (failure !== null) return t("story.detailsNotSaved", { what: t(`errors.${failure.code}.what`) });
  switch (state.phase) {
    case "checking":
    case "paused":
    case "saving":
    case "alreadyThere":
    case "cancelled":
      return t(`story.${state.phase}`);
    case "queued":
      return held ? t("story.held") : t("story.queued");
    case "sending":
      return "";
    case "confirming":
      return t("story.finishing");
    case "processing":
      return state.keywords.length > 0
        ? t("story.processingWords", { words: state.keywords.join(" · ") })
        : t("story.processing");
    case "complete":
      return t("story.complete", { access: t(`access.${upload.details.access}`) });
    case "waiting": {
      if (state.reason === "network" && held) return t("story.waitingNetwork");
      const time = formatUntil(state.untilMs, Date.now(), locale);
      return t(state.reason === "interrupted" ? "story.waitingInterrupted" : "story.waitingUntil", { time });
    }
    case "uncertain": {
      const count = state.candidates.length;
      return count === 0 ? t("story.uncertain") : t("story.choose", { count, formatted: count.toLocaleString(locale) });
    }
    case "needsFile":
      return t(needsFileTexts[state.reason]);
    case "failed":
      return `${t(`errors.${state.error.code}.what`)} ${t(`errors.${state.error.code}.next`)}`;
    default:
      return assertNever(state);
  }
}

function SendingFigures({ upload }: { upload: Upload }) {
  const { t, i18n } = useTranslation();
  const row = useStore(useServices().progress, (state) => state.rows[upload.id]);
  const sent = Math.min(row?.sentBytes ?? 0, upload.sizeBytes);
  const parts = [t("queue.bytes", formatBytesOf(sent, upload.sizeBytes, i18n.language))];
  if (row !== undefined && row.bytesPerSecond > 0) parts.push(formatSpeed(row.bytesPerSecond, i18n.language));
  if (upload.attempts > 1) parts.push(t("queue.attempt", { count: upload.attempts }));
  const text = parts.join(" · ");
  return <span title={text}>{text}</span>;
}

/** The bar and the figures beside it, or the sentence that stands for them. */
export function StoryLine({ upload, title }: { upload: Upload; title: string }) {
  const { t, i18n } = useTranslation();
  const { progress } = useServices();
  const held = useUploads((state) => firstHold(state.holds) !== null);
  const percent = useStore(progress, (state) => uploadPercent(upload, state.rows[upload.id]));
  const text = storyText(upload, held, t, i18n.language);
  const finished = upload.state.phase === "complete" || detailsFailure(upload) !== null;
  return (
    <>
      {percent !== null && !finished && (
        <ProgressBar
          label={t("queue.progressOf", { title })}
          percent={percent}
          tone={percent === 100 ? "done" : "accent"}
          className="mb-1"
        />
      )}
      <div
        className={`text-xs text-quiet tabular-nums ${upload.state.phase === "sending" ? "truncate" : "line-clamp-2"}`}
        title={text || undefined}
      >
        {upload.state.phase === "sending" ? <SendingFigures upload={upload} /> : text}
      </div>
    </>
  );
}

/** How long it still takes, or when it was done. */
export function StoryTime({ upload }: { upload: Upload }): ReactNode {
  const { t, i18n } = useTranslation();
  const left = useStore(useServices().progress, (state) => state.rows[upload.id]?.secondsLeft ?? null);
  if (upload.state.phase === "sending") {
    return left === null ? null : t("queue.left", { time: formatDuration(left, t) });
  }
  return upload.finishedAtMs === null ? null : formatTime(upload.finishedAtMs, i18n.language);
}
