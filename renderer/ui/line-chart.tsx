import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

interface LineChartProps {
  /** Text alternative for the chart. */
  label: string;
  /** X values: epoch seconds, ascending. */
  seconds: readonly number[];
  values: readonly number[];
  /** Pixels. */
  height: number;
  formatValue: (value: number) => string;
  formatDay: (atMs: number) => string;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A line chart over days. Colours are those of the theme at mount time. `label` is its only accessible content. */
export function LineChart({ label, seconds, values, height, formatValue, formatDay }: LineChartProps) {
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
    };
    const font = "12px 'Inter Variable', system-ui, sans-serif";
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { y: false, points: { size: 7 } },
        scales: {
          y: { range: (_, low, high) => (low === high ? [low - 1, high + 1] : uPlot.rangeNum(low, high, 0.1, false)) },
        },
        series: [
          {},
          { stroke: colour("--indigo-9"), fill: colour("--indigo-3"), width: 2, points: { show: values.length < 15 } },
        ],
        axes: [
          {
            ...axis,
            font,
            space: 80,
            values: (_, splits) => splits.map((second) => formats.current.formatDay(second * 1000)),
          },
          { ...axis, font, size: 64, values: (_, splits) => splits.map((value) => formats.current.formatValue(value)) },
        ],
      },
      [[...seconds], [...values]],
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [seconds, values, height]);
  return <div ref={frame} role="img" aria-label={label} className="w-full overflow-hidden" style={{ height }} />;
}
