import { type RefObject, useLayoutEffect } from "react";
import { useServices } from "./services.tsx";
import type { ScrollPlace } from "./view-store.ts";

/** How long an element has to stand still before its position is remembered, ms: asking for it costs a layout. */
const stillMs = 150;

/**
 * Scrolls a screen to where it was when it was left. `isReady`: its content has its full height; before that a position
 * would be cut to the height of now.
 */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>, place: ScrollPlace, isReady = true): void {
  const { view } = useServices();
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !isReady) return;
    element.scrollTop = view.scrollTop(place);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let resets = view.scrollResets(place);
    const remember = () => view.rememberScroll(place, element.scrollTop);
    const onScroll = () => {
      resets = view.scrollResets(place);
      clearTimeout(timer);
      timer = setTimeout(remember, stillMs);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      if (view.scrollResets(place) === resets) remember();
      element.removeEventListener("scroll", onScroll);
    };
  }, [view, scroller, place, isReady]);
}
