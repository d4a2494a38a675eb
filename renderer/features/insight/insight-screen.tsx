import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartLine } from "lucide-react";
import { type ReactNode, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type DayPoint, type Figure, insightRanges, type Mover } from "../../../shared/model/insight.ts";
import { CallError } from "../../items/call-error.tsx";
import { Cover } from "../../items/cover.tsx";
import { KeptScroller } from "../../items/kept-scroller.tsx";
import { useVideoTitle } from "../../items/use-video-title.ts";
import { formatCount, formatDate, formatDay } from "../../messages/format.ts";
import { callQuery } from "../../state/call-query.ts";
import { useSettings } from "../../state/server-cache.ts";
import { useLibrary } from "../../state/services.tsx";
import { BarChart } from "../../ui/bar-chart.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Segmented } from "../../ui/radio-group.tsx";
import { ScreenHeader } from "../../ui/screen-header.tsx";

type Range = (typeof insightRanges)[number];
const figures: readonly Figure[] = ["views", "likes", "comments"];

/** Noon of a day, epoch ms. */
const noonOf = (day: string) => new Date(`${day}T12:00:00`).getTime();

const gainOf = (days: readonly DayPoint[], figure: Figure) => days.reduce((sum, { gained }) => sum + gained[figure], 0);

function useSigned(): (value: number) => string {
  const { i18n } = useTranslation();
  return (value) => value.toLocaleString(i18n.language, { signDisplay: "exceptZero" });
}

interface ChartProps {
  days: readonly DayPoint[];
  figure: Figure;
  height: number;
  /** The subject of the chart, for screen readers. */
  subject: string;
}

function Chart({ days, figure, height, subject }: ChartProps) {
  const { t, i18n } = useTranslation();
  const theme = useSettings()?.theme ?? "system";
  const signed = useSigned();
  const noons = useMemo(() => days.map(({ day }) => noonOf(day)), [days]);
  const values = useMemo(() => days.map(({ gained }) => gained[figure]), [days, figure]);
  return (
    <BarChart
      // The chart reads its colours on mount, so remount it when the theme changes.
      key={theme}
      label={t("insight.chart", {
        about: subject,
        figure: t(`insight.figure.${figure}`),
        last: (days.at(-1)?.[figure] ?? 0).toLocaleString(i18n.language),
        gained: signed(gainOf(days, figure)),
        days: days.length,
      })}
      days={noons}
      values={values}
      height={height}
      formatValue={(value) => formatCount(value, i18n.language)}
      formatDay={(atMs) => formatDay(atMs, i18n.language)}
    />
  );
}

function MoverLine({ mover, figure, open, onToggle, days }: MoverLineProps) {
  const { t } = useTranslation();
  const titleOf = useVideoTitle();
  const video = useLibrary((state) => state.videos.get(mover.videoId));
  const signed = useSigned();
  const title = titleOf(mover.videoId);
  const query = useQuery({
    ...callQuery("insight.video", { videoId: mover.videoId, days }),
    enabled: open,
    staleTime: 0,
  });
  const points = query.data;
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-center gap-3 rounded-md py-1.5 text-left -outline-offset-2 hover:bg-hover"
      >
        <span className="relative h-11 w-[25px] shrink-0 overflow-hidden rounded-sm bg-press">
          <Cover
            videoId={mover.videoId}
            uploadId={null}
            coverKey={video?.coverKey ?? null}
            aspectRatio={video?.aspectRatio ?? null}
            iconSize={12}
          />
        </span>
        <span className="min-w-0 flex-1 truncate" title={title}>
          {title}
        </span>
        <span className="shrink-0 pr-1 font-medium tabular-nums">{signed(mover.gained[figure])}</span>
      </button>
      {open && <CallError query={query} className="pb-3" />}
      {open && points !== undefined && points.length > 1 && (
        <div className="pb-3">
          <Chart days={points} figure={figure} height={140} subject={title} />
        </div>
      )}
      {open && points !== undefined && points.length < 2 && (
        <p className="pb-3 text-xs text-quiet">{t("insight.noChartYet")}</p>
      )}
    </li>
  );
}

interface MoverLineProps {
  mover: Mover;
  figure: Figure;
  days: Range;
  open: boolean;
  onToggle: () => void;
}

function Movers({ heading, movers, none, ...rest }: MoversProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 flex-1 basis-72">
      <h2 id={id} className="mb-1 font-semibold">
        {heading}
      </h2>
      {movers.length === 0 ? (
        <p className="text-xs text-quiet">{none}</p>
      ) : (
        <ul>
          {movers.map((mover) => (
            <MoverLine
              key={mover.videoId}
              mover={mover}
              figure={rest.figure}
              days={rest.days}
              open={rest.opened === mover.videoId}
              onToggle={() => rest.onOpen(rest.opened === mover.videoId ? null : mover.videoId)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface MoversProps {
  heading: string;
  movers: readonly Mover[];
  none: string;
  figure: Figure;
  days: Range;
  opened: string | null;
  onOpen: (videoId: string | null) => void;
}

function Figures({
  days,
  figure,
  onFigure,
}: {
  days: readonly DayPoint[];
  figure: Figure;
  onFigure: (figure: Figure) => void;
}) {
  const { t, i18n } = useTranslation();
  const signed = useSigned();
  const last = days.at(-1);
  return (
    <fieldset aria-label={t("insight.figures")} className="grid grid-cols-3 gap-3">
      {figures.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === figure}
          onClick={() => onFigure(name)}
          className={`rounded-lg border px-3 py-2 text-left transition-colors duration-150 ${
            name === figure ? "border-accent-line bg-accent-soft" : "border-edge bg-field hover:bg-hover"
          }`}
        >
          <span className="block text-xs text-quiet">{t(`insight.figure.${name}`)}</span>
          <span className="block text-lg font-semibold tabular-nums">
            {(last?.[name] ?? 0).toLocaleString(i18n.language)}
          </span>
          <span className="block text-xs text-quiet tabular-nums">
            {t("insight.gained", { gained: signed(gainOf(days, name)) })}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

/** Views, likes and comments over time, and the videos with the biggest and smallest gains. */
export function InsightScreen() {
  const { t, i18n } = useTranslation();
  const [range, setRange] = useState<Range>(28);
  const [figure, setFigure] = useState<Figure>("views");
  const [opened, setOpened] = useState<string | null>(null);
  const query = useQuery({
    ...callQuery("insight.report", { days: range }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const report = query.data;
  const days = report?.days ?? [];
  const [first] = days;
  const body = (): ReactNode => {
    if (report === undefined) return <CallError query={query} className="px-4 py-4" />;
    if (first === undefined) {
      return (
        <EmptyState icon={<ChartLine size={28} strokeWidth={1.5} />} heading={t("insight.emptyHeading")}>
          {t("insight.emptyText")}
        </EmptyState>
      );
    }
    return (
      <KeptScroller place="insight" isReady={true} className="px-4 py-4">
        <div className="mx-auto flex max-w-[880px] flex-col gap-5">
          <Figures days={days} figure={figure} onFigure={setFigure} />
          {days.length > 1 ? (
            <Chart days={days} figure={figure} height={240} subject={t("insight.all")} />
          ) : (
            <p role="status" className="rounded-lg border border-dashed border-edge px-4 py-8 text-center text-quiet">
              {t("insight.noChartYet")}
            </p>
          )}
          <div className="flex flex-wrap gap-x-8 gap-y-4">
            <Movers
              heading={t("insight.biggestGains")}
              movers={report.best}
              none={t("insight.noChanges")}
              {...{ figure, days: range, opened, onOpen: setOpened }}
            />
            <Movers
              heading={t("insight.smallestGains")}
              movers={report.worst}
              none={t("insight.noChanges")}
              {...{ figure, days: range, opened, onOpen: setOpened }}
            />
          </div>
        </div>
      </KeptScroller>
    );
  };
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <ScreenHeader
        heading={t("insight.heading")}
        note={first === undefined ? "" : t("insight.since", { date: formatDate(noonOf(first.day), i18n.language) })}
      >
        <Segmented
          label={t("insight.range")}
          value={String(range)}
          options={insightRanges.map((value) => ({ value: String(value), label: t("insight.days", { count: value }) }))}
          onChange={(value) => setRange(insightRanges.find((option) => String(option) === value) ?? 28)}
        />
      </ScreenHeader>
      {body()}
    </main>
  );
}
