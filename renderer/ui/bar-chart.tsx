import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

interface BarChartProps {
  /** Text alternative for the chart. */
  label: string;
  /** The days, ascending: epoch ms at any time of the day. */
  days: readonly number[];
  /** One value per day. */
  values: readonly number[];
  /** Pixels. */
  height: number;
  formatValue: (value: number) => string;
  formatDay: (atMs: number) => string;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const bars = uPlot.paths.bars?.({ size: [0.7, 48], radius: 0.1 });

/** Steps between labelled days. */
const daySteps = [1, 2, 4, 7, 14, 28, 56, 112];

/**
 * A bar per day, from zero. Colours are those of the theme at mount time. `label` is its only accessible content.
 */
export function BarChart({ label, days, values, height, formatValue, formatDay }: BarChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const formats = useRef({ formatValue, formatDay });
  formats.current = { formatValue, formatDay };
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const axis = {
      stroke: colour("--slate-11"),
      grid: { stroke: colour("--slate-5"), width: 1 },
      ticks: { show: false },
      font: "12px 'Inter Variable', system-ui, sans-serif",
    };
    const dayText = (place: number) => {
      const day = days[place];
      return day === undefined ? "" : formats.current.formatDay(day);
    };
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { y: false, points: { show: false } },
        scales: {
          // By place and not by time: a day is a bar, also one of 23 hours.
          x: { time: false, range: (_, first, last) => [first - 0.5, last + 0.5] },
          y: {
            range: (_, low, high) =>
              low === 0 && high === 0 ? [0, 1] : uPlot.rangeNum(Math.min(low, 0), Math.max(high, 0), 0.1, true),
          },
        },
        series: [
          {},
          {
            ...(bars === undefined ? {} : { paths: bars }),
            stroke: colour("--indigo-9"),
            fill: colour("--indigo-9"),
            width: 0,
            points: { show: false },
          },
        ],
        axes: [
          { ...axis, grid: { show: false }, space: 80, incrs: daySteps, values: (_, places) => places.map(dayText) },
          {
            ...axis,
            size: 64,
            values: (_, splits) =>
              splits.map((value) => (Number.isInteger(value) ? formats.current.formatValue(value) : "")),
          },
        ],
      },
      [days.map((_, place) => place), [...values]],
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [days, values, height]);
  return <div ref={frame} role="img" aria-label={label} className="w-full overflow-hidden" style={{ height }} />;
}
