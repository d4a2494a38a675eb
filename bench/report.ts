import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem, type } from "node:os";
import { join } from "node:path";
import { electronVersionAt } from "../scripts/electron/version.ts";
import { root } from "../scripts/run/paths.ts";
import { median, quantile } from "./statistics.ts";

/** One row of a bench's table. */
export interface Row {
  name: string;
  unit: "ms" | "MB" | "MB/s" | "kB" | "kB/s" | "%" | "/s" | "×";
  values: readonly number[];
  /** The same quantity of the reference, measured in the same run. */
  reference?: readonly number[];
  /** The largest ratio to the reference, or without one the largest value, that is aimed at. */
  target?: number;
}

const shortest = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value < 10 ? 2 : 1));

const rounded = (value: number) => Math.round(value * 100) / 100;

/** What a row comes to. */
function summaryOf({ name, unit, values, reference, target }: Row) {
  const [middle, low, high] = [median(values), quantile(values, 0), quantile(values, 1)];
  const beside = reference === undefined ? null : median(reference);
  const compared = beside === null ? middle : middle / beside;
  return {
    name,
    unit,
    median: rounded(middle),
    low: rounded(low),
    high: rounded(high),
    reference: beside === null ? null : rounded(beside),
    ratio: beside === null ? null : rounded(compared),
    target: target ?? null,
    reached: target === undefined ? null : compared <= target,
    values: values.map(rounded),
  };
}

function lineOf(row: ReturnType<typeof summaryOf>): string[] {
  const { name, unit, low, high, reference, ratio, target, reached } = row;
  return [
    name,
    `${shortest(row.median)} ${unit}`,
    `${shortest(low)}–${shortest(high)}`,
    reference === null ? "" : `${shortest(reference)} ${unit}`,
    ratio === null ? "" : `${ratio.toFixed(2)}×`,
    target === null ? "" : `≤ ${target}${ratio === null ? "" : "×"}`,
    reached === null ? "" : reached ? "reached" : "not reached",
  ];
}

interface Report {
  bench: string;
  rows: readonly Row[];
  /** The Electron that was measured, if one was. */
  electron?: string;
  /** A run in a tiny size only shows that the bench works: its figures are not kept. */
  isTiny: boolean;
}

/** Prints the table of a bench, and keeps it with the machine and the versions in `bench/results/NAME.json`. */
export function report({ bench, rows, electron, isTiny }: Report): void {
  const summaries = rows.map(summaryOf);
  const table = [["", "median", "low–high", "reference", "ratio", "target", ""], ...summaries.map(lineOf)];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  console.log(`\n${bench}`);
  for (const line of table) console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  if (isTiny) return;
  const machine = {
    system: type(),
    processor: cpus()[0]?.model ?? "",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
  };
  const versions = { node: process.version, electron: electron === undefined ? null : electronVersionAt(electron) };
  const folder = join(root, "bench", "results");
  mkdirSync(folder, { recursive: true });
  const result = { bench, at: new Date().toISOString(), machine, versions, rows: summaries };
  writeFileSync(join(folder, `${bench}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
