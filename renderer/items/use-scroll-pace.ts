import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";

/**
 * How fast the library is being scrolled. `fast`: images cannot be perceived and are not loaded. `blurred`: nothing can be
 * read, and cells that come into sight stay empty.
 */
export type ScrollPace = "still" | "fast" | "blurred";

/** From these speeds on, px/s. What is blurred stays so until it is much slower, as each change redraws every cell. */
const fastSpeed = 3000;
const blurredSpeed = 8000;
const readableSpeed = 5000;
/** Delay after the last fast scroll event until images load, ms. */
const settleMs = 120;

/** How fast the library is being scrolled. */
export const Pace = createContext<ScrollPace>("still");

function paceAt(speed: number, before: ScrollPace): ScrollPace {
  if (speed >= blurredSpeed || (before === "blurred" && speed >= readableSpeed)) return "blurred";
  return speed >= fastSpeed ? "fast" : before;
}

/** Tracks how fast a scroller moves. */
export function useScrollPace(): { pace: ScrollPace; onScroll: (top: number) => void } {
  const [pace, setPace] = useState<ScrollPace>("still");
  const last = useRef({ top: 0, atMs: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onScroll = useCallback((top: number) => {
    const atMs = performance.now();
    const elapsedMs = Math.max(1, atMs - last.current.atMs);
    const speed = (Math.abs(top - last.current.top) / elapsedMs) * 1000;
    last.current = { top, atMs };
    if (speed < fastSpeed) return;
    setPace((before) => paceAt(speed, before));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setPace("still"), settleMs);
  }, []);
  return { pace, onScroll };
}

/** False while a cell came into sight too fast to be read; once true it stays so, for what is drawn costs nothing more. */
export function useIsDrawn(): boolean {
  const isBlurred = useContext(Pace) === "blurred";
  const drawn = useRef(!isBlurred);
  drawn.current ||= !isBlurred;
  return drawn.current;
}
