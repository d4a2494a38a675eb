import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { createFigures, type Figures, type VideoFigures } from "./figures.ts";

let folder: string;
let figures: Figures;
let close: () => void;
let rows: () => number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "figures-"));
  const { database } = openDatabase(join(folder, "db.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  figures = createFigures(database);
  close = () => database.close();
  rows = () => Number(database.prepare("SELECT count(*) AS n FROM video_figures").get()?.n);
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true });
});

const on = (day: number, hour = 9) => new Date(2026, 10, day, hour).getTime();
const video = (videoId: string, viewCount: number, createdAtMs = 0): VideoFigures => ({
  videoId,
  createdAtMs,
  viewCount,
  likeCount: Math.floor(viewCount / 10),
  commentCount: 0,
});
const mapOf = (...videos: VideoFigures[]) => new Map(videos.map((each) => [each.videoId, each]));

describe("createFigures", () => {
  it("reports nothing before anything is recorded", () => {
    expect(figures.report(mapOf(video("a", 1)), 7, on(25))).toEqual({ days: [], best: [], worst: [] });
  });

  it("sums all videos per day, and carries figures over days without any", () => {
    figures.record([video("a", 100), video("b", 10)], on(20));
    figures.record([video("a", 90), video("b", 10)], on(22, 8));
    figures.record([video("a", 150), video("b", 10)], on(22, 20));
    figures.record([video("a", 160), video("b", 40)], on(23));
    const existing = mapOf(video("a", 160), video("b", 40));
    const { days } = figures.report(existing, 7, on(24));
    expect(days.map(({ day, views, likes }) => [day, views, likes])).toEqual([
      ["2026-11-20", 110, 11],
      ["2026-11-21", 110, 11],
      ["2026-11-22", 160, 16],
      ["2026-11-23", 200, 20],
      ["2026-11-24", 200, 20],
    ]);
    expect(figures.ofVideo(video("b", 0), 3, on(24)).map(({ views }) => views)).toEqual([10, 40, 40]);
  });

  it("lists the biggest and smallest gains; new videos count from zero, deleted ones are excluded", () => {
    const old = [video("up", 100), video("still", 500), video("down", 90), video("gone", 5)];
    figures.record(old, on(1));
    figures.record([video("up", 110), video("still", 500), video("down", 90)], on(20));
    figures.record([video("up", 210), video("still", 500), video("down", 80), video("new", 30, on(22))], on(23));
    const existing = mapOf(video("up", 210), video("still", 500), video("down", 80), video("new", 30, on(22)));
    const report = figures.report(existing, 5, on(24));
    expect(report.days.at(-1)?.views).toBe(820);
    expect(report.best.map(({ videoId, gained }) => [videoId, gained.views])).toEqual([
      ["up", 100],
      ["new", 30],
    ]);
    expect(report.worst.map(({ videoId, gained }) => [videoId, gained.views])).toEqual([
      ["down", -10],
      ["still", 0],
    ]);
  });

  it("counts on each day what its videos gained, as the movers do", () => {
    figures.record([video("old", 100), video("first", 53, on(20)), video("gone", 9)], on(20));
    const onDayOne = figures.report(mapOf(video("old", 100), video("first", 53, on(20))), 28, on(20));
    expect(onDayOne.days.map(({ views, gained }) => [views, gained.views])).toEqual([[153, 53]]);
    expect(onDayOne.best).toMatchObject([{ videoId: "first", gained: { views: 53 } }]);

    figures.record([video("old", 120), video("first", 53, on(20)), video("late", 700)], on(22));
    figures.record(
      [video("old", 110), video("first", 60, on(20)), video("late", 700), video("new", 5, on(23))],
      on(23),
    );
    const existing = mapOf(video("old", 0), video("first", 0, on(20)), video("late", 0), video("new", 0, on(23)));
    const { days, best, worst } = figures.report(existing, 28, on(24));
    expect(days.map(({ gained }) => gained.views)).toEqual([53, 0, 20, 7 + 5 - 10, 0]);
    const sum = (points: readonly { gained: { views: number } }[]) =>
      points.reduce((total, { gained }) => total + gained.views, 0);
    expect(sum(days)).toBe(sum([...best, ...worst]));
    expect(figures.ofVideo(video("old", 0), 28, on(24)).map(({ gained }) => gained.views)).toEqual([0, 0, 20, -10, 0]);
    expect(figures.ofVideo(video("new", 0, on(23)), 28, on(24)).map(({ gained }) => gained.views)).toEqual([5, 0]);
  });

  it("stores only changed figures, removes old ones, and drops a value that was reverted the same day", () => {
    for (let day = 1; day <= 20; day += 1) figures.record([video("a", 100)], on(day));
    expect(rows()).toBe(1);
    figures.record([video("a", 110)], on(21, 8));
    expect(rows()).toBe(2);
    figures.record([video("a", 100)], on(21, 20));
    expect(rows()).toBe(1);
    expect(figures.ofVideo(video("a", 0), 2, on(21)).map(({ views }) => views)).toEqual([100, 100]);
    for (let day = 1; day <= 5; day += 1) figures.record([video("a", 200 + day)], on(21) + day * 86_400_000);
    expect(rows()).toBe(6);
    // The latest figures before the limit are kept: they are still the video's current ones.
    figures.record([video("a", 205)], on(21) + 900 * 86_400_000);
    expect(rows()).toBe(1);
    expect(figures.ofVideo(video("a", 0), 7, on(21) + 900 * 86_400_000).at(-1)?.views).toBe(205);
  });
});
