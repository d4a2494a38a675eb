import { describe, expect, it } from "vitest";
import { placeWindow, type Rectangle } from "./window-bounds.ts";

const primary: Rectangle = { x: 0, y: 24, width: 1920, height: 1056 };
const left: Rectangle = { x: -2560, y: 0, width: 2560, height: 1440 };
const size = { width: 1280, height: 800 };
const place = (x: number, y: number, also: readonly Rectangle[] = [], of = size) =>
  placeWindow({ x, y, ...of }, [primary, ...also]);

describe("placeWindow", () => {
  it("keeps bounds that a display shows", () => {
    expect(place(100, 60)).toEqual({ position: { x: 100, y: 60 }, ...size });
    expect(place(-2000, 300, [left])).toEqual({ position: { x: -2000, y: 300 }, ...size });
  });

  it("keeps a window that the user moved partly off a display by its title bar", () => {
    expect(place(1700, 1000).position).toEqual({ x: 1700, y: 1000 });
    expect(place(-1100, 60).position).toEqual({ x: -1100, y: 60 });
    expect(place(-600, 60, [left]).position).toEqual({ x: -600, y: 60 });
  });

  it("brings a title bar back that is above the screen", () => {
    expect(place(100, -300).position).toEqual({ x: 100, y: 24 });
    expect(place(100, 0).position).toEqual({ x: 100, y: 24 });
    expect(place(-2000, -200, [left]).position).toEqual({ x: -2000, y: 0 });
  });

  it("brings a title bar back that is below or beside the screen", () => {
    expect(place(100, 1060).position).toEqual({ x: 100, y: 280 });
    expect(place(1900, 60).position).toEqual({ x: 640, y: 60 });
    expect(place(-1270, 60).position).toEqual({ x: 0, y: 60 });
  });

  it("centers a window whose display was unplugged", () => {
    expect(place(-2000, 300)).toEqual({ position: null, ...size });
    expect(place(1e300, -1e300)).toEqual({ position: null, ...size });
  });

  it("shrinks a window to the displays it is on", () => {
    expect(place(0, 24, [], { width: 3840, height: 2160 })).toEqual({
      position: { x: 0, y: 24 },
      width: 1920,
      height: 1056,
    });
    expect(place(-2000, 100, [left], { width: 3000, height: 900 })).toEqual({
      position: { x: -2000, y: 100 },
      width: 3000,
      height: 900,
    });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
      position: null,
      width: 1024,
      height: 700,
    });
  });

  it.each([
    { x: Number.NaN, y: 50, ...size },
    { x: 50, y: Number.POSITIVE_INFINITY, ...size },
    { x: 50, y: 50, width: 0, height: 800 },
    { x: 50, y: 50, width: -1280, height: -800 },
    { x: 50, y: 50, width: Number.NaN, height: 800 },
  ])("never returns malformed bounds: %o", (remembered) => {
    const { position, width, height } = placeWindow(remembered, [primary]);
    expect([width, height]).toEqual([1280, 800]);
    for (const value of Object.values(position ?? {})) expect(Number.isInteger(value)).toBe(true);
  });

  it("rounds fractions, which Electron refuses", () => {
    expect(place(10.4, 60.6, [], { width: 1000.5, height: 700.2 })).toEqual({
      position: { x: 10, y: 61 },
      width: 1001,
      height: 700,
    });
  });
});
