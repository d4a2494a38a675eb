import { Clock, HardDrive, Lock, type LucideIcon, Pause, Play, Wifi, WifiOff } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { ProgressBatch } from "../../shared/model/upload.ts";
import { firstHold, type HoldName } from "../items/upload-status.ts";
import { holdWord } from "../items/upload-text.ts";
import { formatBytes, formatDuration, formatSpeed } from "../messages/format.ts";
import { useReach } from "../state/reachability.ts";
import { useServices, useUploads } from "../state/services.tsx";
import { useRun } from "../state/use-run.ts";
import { IconButton } from "../ui/button.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { bytesInFlight, sumTransfers, type TransferTotals } from "./transfer-totals.ts";

/** Totals of the queue. Rows are summed only when a row changes, not on progress: a queue may hold 10,000 of them. */
function useTotals(): TransferTotals & ProgressBatch["total"] {
  const uploads = useUploads((state) => state.uploads);
  const { rows, total } = useStore(useServices().progress);
  const sums = useMemo(() => sumTransfers([...uploads.values()]), [uploads]);
  return { ...sums, ...total, sentBytes: sums.sentBytes + bytesInFlight(uploads, rows) };
}

function Figures({ totals }: { totals: ReturnType<typeof useTotals> }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const number = (count: number) => ({ count, formatted: count.toLocaleString(locale) });
  if (totals.toSend === 0) {
    const parts = [
      totals.processing > 0 && t("strip.processing", number(totals.processing)),
      totals.needsYou > 0 && t("strip.needsYou", number(totals.needsYou)),
    ].filter(Boolean);
    const idle = totals.finished > 0 ? t("strip.allDone") : t("strip.idle");
    return <span className="truncate">{parts.length > 0 ? parts.join(" · ") : idle}</span>;
  }
  const count = t("strip.done", {
    done: totals.done.toLocaleString(locale),
    total: totals.total.toLocaleString(locale),
  });
  const bytes = t("queue.bytes", {
    done: formatBytes(totals.sentBytes, locale),
    total: formatBytes(totals.totalBytes, locale),
  });
  return (
    <>
      <span className="truncate">
        {count} · {bytes}
      </span>
      {totals.bytesPerSecond > 0 && <span className="shrink-0">{formatSpeed(totals.bytesPerSecond, locale)}</span>}
      {totals.secondsLeft !== null && (
        <span className="shrink-0">{t("queue.left", { time: formatDuration(totals.secondsLeft, t) })}</span>
      )}
      {totals.needsYou > 0 && (
        <span className="shrink-0 font-medium text-fail-ink">{t("strip.needsYou", number(totals.needsYou))}</span>
      )}
    </>
  );
}

const holdIcons: Record<Exclude<HoldName, "paused">, LucideIcon> = {
  offline: WifiOff,
  unreachable: WifiOff,
  signedOut: WifiOff,
  blocked: WifiOff,
  diskFull: HardDrive,
  failing: HardDrive,
  locked: HardDrive,
  damaged: HardDrive,
  readOnly: Lock,
  rateLimited: Clock,
};

function HoldState() {
  const { t, i18n } = useTranslation();
  const holds = useUploads((state) => state.holds);
  const reach = useReach();
  const hold = firstHold(holds, reach.kind === "unreachable");
  const Icon = hold === null || hold === "paused" ? Wifi : holdIcons[hold];
  // Signed out only as long as the keyring does not hand the key over.
  const isKeyLocked = hold === "signedOut" && reach.kind === "locked";
  const text = isKeyLocked ? t("account.locked") : holdWord(hold, holds, t, i18n.language);
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1.5 ${hold === null || hold === "paused" ? "" : "text-wait-ink"}`}
    >
      {hold === "paused" ? (
        <Pause size={14} fill="currentColor" strokeWidth={0} aria-hidden="true" />
      ) : (
        <Icon size={14} aria-hidden="true" />
      )}
      {text}
    </span>
  );
}

/** One line with the state of all transfers, shown on every screen. */
export function TransferStrip() {
  const { t } = useTranslation();
  const { client, view } = useServices();
  const run = useRun();
  const totals = useTotals();
  const paused = useUploads((state) => state.holds.paused);
  // Capped at 99: once BigGo has confirmed the last upload, the bar is hidden.
  const percent = totals.totalBytes === 0 ? 0 : Math.min(99, (totals.sentBytes / totals.totalBytes) * 100);
  const open = () => view.show("queue");
  return (
    <section
      aria-label={t("strip.label")}
      className="relative flex h-9 shrink-0 items-center gap-4 border-t border-line bg-rail px-4 text-xs text-quiet tabular-nums"
    >
      <button
        type="button"
        aria-label={t("strip.open")}
        title={t("strip.open")}
        onClick={open}
        className="absolute inset-0 rounded-sm -outline-offset-2 transition-colors duration-150 hover:bg-hover"
      />
      <div className="pointer-events-none relative flex min-w-0 flex-1 items-center gap-4">
        {totals.toSend > 0 && (
          <ProgressBar label={t("strip.total")} percent={percent} className="w-[220px] shrink max-[999px]:w-[120px]" />
        )}
        <Figures totals={totals} />
      </div>
      <div className="pointer-events-none relative flex items-center">
        <HoldState />
      </div>
      {totals.toSend > 0 && (
        <IconButton
          label={t(paused ? "strip.resume" : "strip.pause")}
          className="relative -mr-1.5"
          onClick={() => run(client.call("uploads.pauseQueue", { paused: !paused }))}
        >
          {paused ? (
            <Play size={16} fill="currentColor" strokeWidth={0} aria-hidden="true" />
          ) : (
            <Pause size={16} fill="currentColor" strokeWidth={0} aria-hidden="true" />
          )}
        </IconButton>
      )}
    </section>
  );
}
