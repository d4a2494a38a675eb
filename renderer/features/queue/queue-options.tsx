import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Settings } from "../../../shared/model/settings.ts";
import { formatSpeed } from "../../messages/format.ts";
import { useChangeSettings, useSettings } from "../../state/server-cache.ts";
import { Select } from "../../ui/select.tsx";

/** Speed limits on offer, bytes per second: from one that keeps a slow line usable to one only a fast line reaches. */
const speeds = [250e3, 500e3, 1e6, 2e6, 5e6, 10e6, 20e6, 50e6] as const;
const counts = ["1", "2", "3", "4"] as const;
const whenDoneActions = ["nothing", "sleep", "quit"] as const;

function Option({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-center gap-2">
      <span aria-hidden="true" className="text-xs whitespace-nowrap text-quiet">
        {label}
      </span>
      {children}
    </div>
  );
}

function SpeedOption({ settings, change }: { settings: Settings; change: ReturnType<typeof useChangeSettings> }) {
  const { t, i18n } = useTranslation();
  const { speedLimit } = settings;
  const offered = [...new Set([...speeds, ...(speedLimit === null ? [] : [speedLimit])])].sort((a, b) => a - b);
  return (
    <Select
      compact
      label={t("queue.speedLimit")}
      value={String(speedLimit ?? "none")}
      options={[
        { value: "none", label: t("queue.noLimit") },
        ...offered.map((speed) => ({ value: String(speed), label: formatSpeed(speed, i18n.language) })),
      ]}
      onChange={(value) => change({ speedLimit: value === "none" ? null : Number(value) })}
    />
  );
}

/** Concurrency, speed limit and the action when the queue is done. Changes apply immediately. */
export function QueueOptions() {
  const { t } = useTranslation();
  const settings = useSettings();
  const change = useChangeSettings();
  if (settings === undefined) return null;
  return (
    <fieldset
      aria-label={t("queue.options")}
      className="flex h-10 shrink-0 items-center gap-5 overflow-x-auto border-b border-line px-4"
    >
      <Option label={t("queue.parallel")}>
        <Select
          compact
          label={t("queue.parallel")}
          value={String(settings.parallelUploads)}
          options={counts.map((value) => ({ value, label: value }))}
          onChange={(count) => change({ parallelUploads: Number(count) })}
        />
      </Option>
      <Option label={t("queue.speedLimit")}>
        <SpeedOption settings={settings} change={change} />
      </Option>
      <Option label={t("queue.whenDone")}>
        <Select
          compact
          label={t("queue.whenDone")}
          value={settings.whenDone}
          options={whenDoneActions.map((value) => ({ value, label: t(`queue.whenDoneChoices.${value}`) }))}
          onChange={(whenDone) => change({ whenDone })}
        />
      </Option>
    </fieldset>
  );
}
