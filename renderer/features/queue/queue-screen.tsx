import { CircleAlert, ListChecks, Pause, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isRemovable, isRetryable, isUnfinished } from "../../items/upload-status.ts";
import { useServices, useUploads } from "../../state/services.tsx";
import { useAdding } from "../../state/use-adding.ts";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ScreenHeader } from "../../ui/screen-header.tsx";
import { HoldsBanner } from "./holds-banner.tsx";
import { QueueOptions } from "./queue-options.tsx";
import { QueueTable } from "./queue-table.tsx";

function QueueHeader() {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const adding = useAdding();
  const run = useRun();
  const paused = useUploads((state) => state.holds.paused);
  const unfinished = useUploads((state) => [...state.uploads.values()].filter(isUnfinished).length);
  const finished = useUploads((state) => [...state.uploads.values()].some(isRemovable));
  const retryable = useUploads((state) => [...state.uploads.values()].some(isRetryable));
  const note =
    unfinished > 0 && t("queue.unfinished", { count: unfinished, formatted: unfinished.toLocaleString(i18n.language) });
  return (
    <ScreenHeader heading={t("queue.heading")} note={note}>
      {retryable && (
        <Button tone="ghost" onClick={() => run(client.call("uploads.retryAll"))}>
          {t("queue.retryAll")}
        </Button>
      )}
      {finished && (
        <Button tone="ghost" onClick={() => run(client.call("uploads.clearFinished"))}>
          {t("queue.clearFinished")}
        </Button>
      )}
      <Button
        icon={
          paused ? (
            <Play size={16} fill="currentColor" strokeWidth={0} aria-hidden="true" />
          ) : (
            <Pause size={16} fill="currentColor" strokeWidth={0} aria-hidden="true" />
          )
        }
        onClick={() => run(client.call("uploads.pauseQueue", { paused: !paused }))}
      >
        {paused ? t("queue.resume") : t("queue.pause")}
      </Button>
      <Button tone="accent" onClick={adding.pick}>
        {t("common.add")}
      </Button>
    </ScreenHeader>
  );
}

/** The queue screen: uploads in progress, waiting, done, and those that need the user. */
export function QueueScreen() {
  const { t } = useTranslation();
  const { refresh } = useServices();
  const adding = useAdding();
  const uploads = useUploads((state) => state.uploads);
  const loaded = useUploads((state) => state.loaded);
  const error = useUploads((state) => state.error);
  const body = () => {
    if (error !== null && !loaded) {
      return (
        <EmptyState
          icon={<CircleAlert size={28} strokeWidth={1.5} />}
          heading={t("queue.unreadable")}
          actions={<Button onClick={refresh}>{t("common.retry")}</Button>}
        >
          {t(`errors.${error.code}.what`)}
        </EmptyState>
      );
    }
    if (uploads.size > 0 || !loaded) return <QueueTable uploads={uploads} />;
    return (
      <EmptyState
        icon={<ListChecks size={28} strokeWidth={1.5} />}
        heading={t("queue.emptyHeading")}
        actions={<Button onClick={adding.pick}>{t("common.add")}</Button>}
      >
        {t("queue.emptyText")}
      </EmptyState>
    );
  };
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <QueueHeader />
      <QueueOptions />
      <HoldsBanner />
      {body()}
    </main>
  );
}
