import { Pause, Play, RotateCcw, Square, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type BulkItem, type BulkJob, type BulkState, isUnderWay } from "../../../shared/model/bulk.ts";
import { CallError } from "../../items/call-error.tsx";
import { useVideoTitle } from "../../items/use-video-title.ts";
import { formatTime } from "../../messages/format.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { Chip, type ChipTone } from "../../ui/chip.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useActionText } from "./use-action-text.ts";
import { useBulkItems } from "./use-bulk.ts";
import { LineCover, VideoLines } from "./video-lines.tsx";

const tones: Record<BulkState, ChipTone> = {
  waiting: "neutral",
  running: "accent",
  done: "done",
  unchanged: "neutral",
  failed: "fail",
  cancelled: "neutral",
};

/** Display order: videos that need attention first. */
const order: readonly BulkState[] = ["failed", "running", "waiting", "done", "unchanged", "cancelled"];

function Results({ job, maxHeight }: { job: BulkJob; maxHeight: number }) {
  const { t } = useTranslation();
  const titleOf = useVideoTitle();
  const query = useBulkItems(job.id);
  if (query.isError) return <CallError query={query} />;
  const items = (query.data ?? []).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <VideoLines
      label={t("bulk.results")}
      lines={items}
      keyOf={({ videoId }: BulkItem) => videoId}
      lineHeight={38}
      maxHeight={maxHeight}
    >
      {({ videoId, state, error }) => (
        <div className="flex h-full items-center gap-3 pr-2 text-xs">
          <LineCover videoId={videoId} />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{titleOf(videoId)}</span>
            {error !== null && (
              <span className="block truncate text-quiet" title={t(`errors.${error.code}.what`)}>
                {t(`errors.${error.code}.what`)}
              </span>
            )}
          </span>
          <Chip tone={tones[state]}>{t(`bulk.states.${state}`)}</Chip>
        </div>
      )}
    </VideoLines>
  );
}

/** Returns a function that describes a job's progress. */
export function useJobProgress(): (job: BulkJob) => string {
  const { t, i18n } = useTranslation();
  const now = useNow(1000);
  return (job) => {
    const { waiting, running, failed } = job.counts;
    const total = Object.values(job.counts).reduce((sum, count) => sum + count, 0);
    const done = total - waiting - running - failed;
    const format = (count: number) => count.toLocaleString(i18n.language);
    const secondsLeft = Math.ceil((job.startsAtMs - now) / 1000);
    return [
      t("bulk.progress", { done: format(done), total: format(total) }),
      failed > 0 ? t("bulk.failedCount", { count: failed, formatted: format(failed) }) : "",
      isUnderWay(job) && secondsLeft > 0 ? t("bulk.startsIn", { count: secondsLeft }) : "",
      isUnderWay(job) && job.paused ? t("bulk.paused") : "",
    ]
      .filter(Boolean)
      .join(" · ");
  };
}

/** The actions that apply to a job. */
export function JobActions({ job }: { job: BulkJob }) {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const { id, paused, counts, undoable } = job;
  return (
    <>
      {isUnderWay(job) && (
        <>
          <Button
            tone="ghost"
            icon={paused ? <Play size={16} aria-hidden="true" /> : <Pause size={16} aria-hidden="true" />}
            onClick={() => run(client.call("bulk.setPaused", { id, paused: !paused }))}
          >
            {t(paused ? "bulk.resume" : "bulk.pause")}
          </Button>
          <Button
            tone="ghost"
            icon={<Square size={14} aria-hidden="true" />}
            onClick={() => run(client.call("bulk.cancel", { id }))}
          >
            {t("bulk.stop")}
          </Button>
        </>
      )}
      {counts.failed > 0 && (
        <Button
          icon={<RotateCcw size={16} aria-hidden="true" />}
          onClick={() => run(client.call("bulk.retry", { id }))}
        >
          {t("bulk.retryFailed")}
        </Button>
      )}
      {undoable && !isUnderWay(job) && (
        <Button icon={<Undo2 size={16} aria-hidden="true" />} onClick={() => run(client.call("bulk.undo", { id }))}>
          {t("bulk.undo")}
        </Button>
      )}
    </>
  );
}

/** A bulk job with its progress, actions and per-video results; `open` shows the results initially. */
export function JobCard({ job, open = false }: { job: BulkJob; open?: boolean }) {
  const { t, i18n } = useTranslation();
  const [showing, setShowing] = useState(open);
  const actionText = useActionText();
  const progressOf = useJobProgress();
  const total = Object.values(job.counts).reduce((sum, count) => sum + count, 0);
  const settled = total - job.counts.waiting - job.counts.running;
  return (
    <li className="border-b border-line py-2.5 last:border-0">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-48 flex-1">
          <div className="truncate font-medium">{actionText(job.action)}</div>
          <div className="text-xs text-quiet tabular-nums">
            {formatTime(job.madeAtMs, i18n.language)} · {progressOf(job)}
          </div>
        </div>
        <JobActions job={job} />
        <Button tone="ghost" aria-expanded={showing} onClick={() => setShowing(!showing)}>
          {t(showing ? "bulk.hideResults" : "bulk.results")}
        </Button>
      </div>
      {isUnderWay(job) && (
        <ProgressBar label={actionText(job.action)} percent={(settled / Math.max(1, total)) * 100} className="mt-2" />
      )}
      {showing && (
        <div className="mt-1.5">
          <Results job={job} maxHeight={open ? 364 : 196} />
        </div>
      )}
    </li>
  );
}
