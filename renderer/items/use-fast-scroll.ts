import { createContext, useCallback, useEffect, useRef, useState } from "react";

/** Above this speed images cannot be perceived and are not rendered, px/s. */
const fastPxPerSecond = 3000;
/** Delay after the last fast scroll event until images load, ms. */
const settleMs = 120;

/** Whether the library is being scrolled fast. */
export const FastScroll = createContext(false);

/** Tracks whether a scroller moves too fast for its images to be perceived. */
export function useFastScroll(): { fast: boolean; onScroll: (top: number) => void } {
  const [fast, setFast] = useState(false);
  const last = useRef({ top: 0, atMs: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onScroll = useCallback((top: number) => {
    const atMs = performance.now();
    const elapsedMs = Math.max(1, atMs - last.current.atMs);
    const speed = (Math.abs(top - last.current.top) / elapsedMs) * 1000;
    last.current = { top, atMs };
    if (speed < fastPxPerSecond) return;
    setFast(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setFast(false), settleMs);
  }, []);
  return { fast, onScroll };
}
