import { type ReactNode, useRef } from "react";
import { useKeptScroll } from "../state/use-kept-scroll.ts";
import type { ScrollPlace } from "../state/view-store.ts";

interface KeptScrollerProps {
  place: ScrollPlace;
  /** Whether the content has its full height. */
  isReady: boolean;
  className: string;
  children: ReactNode;
}

/** The scrolled part of a screen, which is where it was when the screen was left. */
export function KeptScroller({ place, isReady, className, children }: KeptScrollerProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useKeptScroll(scroller, place, isReady);
  return (
    <div ref={scroller} className={`min-h-0 flex-1 overflow-y-auto ${className}`}>
      {children}
    </div>
  );
}
