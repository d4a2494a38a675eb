import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { assertNever } from "../../../shared/assert-never.ts";
import type { AppErrorValue } from "../../../shared/errors.ts";
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

/** A connection that broke needs no more words than that. */
const isPlainBreak = (error: AppErrorValue | null) => error === null || error.code === "no-network";

/** What a phase means for this upload, in a sentence. */
function storyText(upload: Upload, held: boolean, t: Translate, locale: string): string {
  const { state } = upload;
  const failure = detailsFailure(upload);
  if (failure !== null) return t("story.detailsNotSaved", { what: t(`errors.${failure.code}.what`) });
  switch (state.phase) {
    case "paused":
      return t(state.held ? "story.connectionHeld" : "story.paused");
    case "checking":
    case "saving":
    case "alreadyThere":
    case "cancelled":
      return t(`story.${state.phase}`);
    case "queued":
      return held ? t("story.held") : t("story.queued");
    case "sending":
      return state.held ? t("story.connectionHeld") : "";
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
      if (state.reason === "interrupted" && isPlainBreak(state.error)) return t("story.waitingInterrupted", { time });
      const what = state.error === null ? "" : `${t(`errors.${state.error.code}.what`)} `;
      return `${what}${t("story.waitingUntil", { time })}`;
    }
    case "uncertain": {
      const count = state.candidates.length;
      if (count > 0) return t("story.choose", { count, formatted: count.toLocaleString(locale) });
      return t(state.error?.code === "not-biggo" ? "story.uncertainPortal" : "story.uncertain");
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
        className={`text-xs text-quiet tabular-nums ${text === "" || percent !== null ? "truncate" : "line-clamp-2"}`}
        title={text || undefined}
      >
        {text === "" ? <SendingFigures upload={upload} /> : text}
      </div>
    </>
  );
}

/** How long it still takes, or when it was done. */
export function StoryTime({ upload }: { upload: Upload }): ReactNode {
  const { t, i18n } = useTranslation();
  const left = useStore(useServices().progress, (state) => state.rows[upload.id]?.secondsLeft ?? null);
  if (upload.state.phase === "sending" && !upload.state.held) {
    return left === null ? null : t("queue.left", { time: formatDuration(left, t) });
  }
  return upload.finishedAtMs === null ? null : formatTime(upload.finishedAtMs, i18n.language);
}
