import { createContext, useCallback, useEffect, useRef, useState } from "react";

/** Faster than this, px a second, nobody sees a picture: what flies by is drawn without. */
const fastPerSecond = 3000;
/** So long after the last fast step the pictures come, ms. */
const restMs = 120;

/** Whether the library flies by. */
export const FastScroll = createContext(false);

/** Tells whether a scroller moves too fast for anybody to see what is in it. */
export function useFastScroll(): { fast: boolean; onScroll: (top: number) => void } {
  const [fast, setFast] = useState(false);
  const last = useRef({ top: 0, atMs: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onScroll = useCallback((top: number) => {
    const atMs = performance.now();
    const passedMs = Math.max(1, atMs - last.current.atMs);
    const speed = (Math.abs(top - last.current.top) / passedMs) * 1000;
    last.current = { top, atMs };
    if (speed < fastPerSecond) return;
    setFast(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setFast(false), restMs);
  }, []);
  return { fast, onScroll };
}
