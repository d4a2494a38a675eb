import { type RefObject, useLayoutEffect } from "react";
import { useServices } from "./services.tsx";
import type { ScrollPlace } from "./view-store.ts";

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
    const remember = () => view.rememberScroll(place, element.scrollTop);
    element.addEventListener("scroll", remember, { passive: true });
    return () => element.removeEventListener("scroll", remember);
  }, [view, scroller, place, isReady]);
}
