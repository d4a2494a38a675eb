import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Upload } from "../../shared/model/upload.ts";
import { formatBytesOf, formatDuration, formatSpeed, formatTime } from "../messages/format.ts";
import { useServices, useUploads } from "../state/services.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { titleOfFirstAlike } from "./first-alike.ts";
import { detailsFailure, firstHold, uploadPercent } from "./upload-status.ts";
import { statusText } from "./upload-text.ts";

function SendingFigures({ upload }: { upload: Upload }) {
  const { t, i18n } = useTranslation();
  const row = useStore(useServices().progress, (state) => state.rows[upload.id]);
  const sent = Math.min(row?.sentBytes ?? 0, upload.sizeBytes);
  const parts = [t("queue.bytes", formatBytesOf(sent, upload.sizeBytes, i18n.language))];
  if (row !== undefined && row.bytesPerSecond > 0) parts.push(formatSpeed(row.bytesPerSecond, i18n.language));
  if (upload.attempts > 1) parts.push(t("queue.attempt", { count: upload.attempts }));
  const text = parts.join(" · ");
  const left = row?.secondsLeft ?? null;
  return (
    <span title={text}>
      {text}
      {/* Only where the table has no column for it. */}
      {left !== null && (
        <span className="min-[1100px]:hidden"> · {t("queue.left", { time: formatDuration(left, t) })}</span>
      )}
    </span>
  );
}

/** An upload's progress bar with its figures, or a sentence about its state. */
export function StatusLine({ upload, title }: { upload: Upload; title: string }) {
  const { t, i18n } = useTranslation();
  const { progress } = useServices();
  const held = useUploads((state) => firstHold(state.holds) !== null);
  const percent = useStore(progress, (state) => uploadPercent(upload, state.rows[upload.id]));
  const isSent = useStore(progress, ({ rows }) => (rows[upload.id]?.sentBytes ?? 0) >= upload.sizeBytes);
  const waitsFor = useUploads(({ uploads }) => titleOfFirstAlike(upload, isSent, uploads));
  const text = statusText(upload, { held, waitsFor }, t, i18n.language);
  // While it is uncertain, the sentence says what the bar cannot: it needs the space.
  const hasBar =
    upload.state.phase !== "complete" && upload.state.phase !== "uncertain" && detailsFailure(upload) === null;
  return (
    <>
      {percent !== null && hasBar && (
        <ProgressBar
          label={t("queue.progressOf", { title })}
          percent={percent}
          tone={percent === 100 ? "done" : "accent"}
          className="mb-1"
        />
      )}
      <div
        className={`text-xs text-quiet tabular-nums ${text === "" || (percent !== null && hasBar) ? "truncate" : "line-clamp-3 text-pretty"}`}
        title={text || undefined}
      >
        {text === "" ? <SendingFigures upload={upload} /> : text}
      </div>
    </>
  );
}

/** Whether `StatusTime` may show something. */
export function hasStatusTime({ state, finishedAtMs }: Upload): boolean {
  return state.phase === "sending" || finishedAtMs !== null;
}

/** The time left while sending, otherwise the time of completion, if any. */
export function StatusTime({ upload }: { upload: Upload }): ReactNode {
  const { t, i18n } = useTranslation();
  const left = useStore(useServices().progress, (state) => state.rows[upload.id]?.secondsLeft ?? null);
  if (upload.state.phase === "sending" && !upload.state.held) {
    return left === null ? null : t("queue.left", { time: formatDuration(left, t) });
  }
  return upload.finishedAtMs === null ? null : formatTime(upload.finishedAtMs, i18n.language);
}
