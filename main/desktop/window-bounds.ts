/** A rectangle in screen coordinates (device-independent pixels; negative left of or above the primary display). */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a window opens. Without a position it is centered on the primary display. */
export interface Placement {
  position: { x: number; y: number } | null;
  width: number;
  height: number;
}

/** Remembered bounds, as they were stored. */
interface RememberedBounds {
  x?: number | undefined;
  y?: number | undefined;
  width: number;
  height: number;
}

const defaultSize = { width: 1280, height: 800 };

/** How much of the title bar must be on a display to drag the window by it, px. */
const titleBar = { width: 120, height: 32 };

/** The length of the part that two ranges share; negative: their distance. */
const shared = (start: number, length: number, otherStart: number, otherLength: number) =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);

const overlapX = (a: Rectangle, b: Rectangle) => shared(a.x, a.width, b.x, b.width);
const overlapY = (a: Rectangle, b: Rectangle) => shared(a.y, a.height, b.y, b.height);
const overlap = (a: Rectangle, b: Rectangle) => Math.max(0, overlapX(a, b)) * Math.max(0, overlapY(a, b));

const clamp = (value: number, min: number, max: number) => Math.max(min, Math.min(value, max));

/** The smallest rectangle around all of these. */
function around(areas: readonly Rectangle[]): Rectangle {
  const x = Math.min(...areas.map((area) => area.x));
  const y = Math.min(...areas.map((area) => area.y));
  const right = Math.max(...areas.map((area) => area.x + area.width));
  const bottom = Math.max(...areas.map((area) => area.y + area.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The size to open with on a display; the window's minimum size may still exceed it. */
const fitted = ({ width, height }: { width: number; height: number }, area: Rectangle) => ({
  width: Math.min(width, area.width),
  height: Math.min(height, area.height),
});

function hasReachableTitleBar(bounds: Rectangle, areas: readonly Rectangle[]): boolean {
  const bar = { ...bounds, height: titleBar.height };
  return areas.some((area) => overlapX(bar, area) >= titleBar.width && overlapY(bar, area) >= titleBar.height);
}

/**
 * Where to open a window with its last bounds, so that its title bar can be reached and it is no larger than the displays
 * it is on. Bounds that no display shows any more, or that are malformed, are replaced. `workAreas` are those of all
 * displays, the primary one first.
 */
export function placeWindow(
  remembered: RememberedBounds | null,
  workAreas: readonly [Rectangle, ...Rectangle[]],
): Placement {
  const [primary] = workAreas;
  const { x, y, width, height } = remembered ?? (defaultSize as RememberedBounds);
  const isSize = (length: number) => Number.isFinite(length) && length > 0;
  const size = isSize(width) && isSize(height) ? { width: Math.round(width), height: Math.round(height) } : defaultSize;
  const centered = { position: null, ...fitted(size, primary) };
  if (x === undefined || y === undefined || !Number.isFinite(x) || !Number.isFinite(y)) return centered;
  const bounds = { x: Math.round(x), y: Math.round(y), ...size };
  const [display, ...others] = workAreas
    .filter((area) => overlap(bounds, area) > 0)
    .toSorted((a, b) => overlap(bounds, b) - overlap(bounds, a));
  if (display === undefined) return centered;
  const limited = { ...bounds, ...fitted(bounds, around([display, ...others])) };
  if (hasReachableTitleBar(limited, workAreas)) {
    return { position: { x: limited.x, y: limited.y }, width: limited.width, height: limited.height };
  }
  const moved = fitted(size, display);
  const position = {
    x: clamp(bounds.x, display.x, display.x + display.width - moved.width),
    y: clamp(bounds.y, display.y, display.y + display.height - moved.height),
  };
  return { position, ...moved };
}
