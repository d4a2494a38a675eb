import { type RefObject, useEffect, useState } from "react";
import { useServices } from "../../state/services.tsx";

/** Delay before the preview starts, ms. */
const hoverDelayMs = 300;
/** Time each frame is shown, ms. */
const frameMs = 700;

/** Whether the pointer has rested on an element. Always false if the user prefers reduced motion. */
function useHover(element: RefObject<HTMLElement | null>, enabled: boolean): boolean {
  const [hovered, setHovered] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (target === null || !enabled || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enter = () => {
      timer = setTimeout(() => setHovered(true), hoverDelayMs);
    };
    const leave = () => {
      clearTimeout(timer);
      setHovered(false);
    };
    target.addEventListener("pointerenter", enter);
    target.addEventListener("pointerleave", leave);
    return () => {
      leave();
      target.removeEventListener("pointerenter", enter);
      target.removeEventListener("pointerleave", leave);
    };
  }, [element, enabled]);
  return hovered;
}

function PreviewFrames({ videoId, count }: { videoId: string; count: number }) {
  const { media } = useServices();
  const [current, setCurrent] = useState(0);
  const [lastLoaded, setLastLoaded] = useState(-1);
  useEffect(() => {
    const timer = setInterval(() => setCurrent((before) => (before + 1) % count), frameMs);
    return () => clearInterval(timer);
  }, [count]);
  return (
    <span aria-hidden="true" className="pointer-events-none absolute inset-0">
      {Array.from({ length: count }, (_, index) => (
        <img
          key={media.thumbnail(videoId, index)}
          src={media.thumbnail(videoId, index)}
          alt=""
          draggable={false}
          onLoad={() => setLastLoaded((before) => Math.max(before, index))}
          className={`absolute inset-0 size-full object-cover ${index === current && index <= lastLoaded ? "opacity-100" : "opacity-0"}`}
        />
      ))}
    </span>
  );
}

/** Cycles through a published video's preview frames while the pointer rests on `element`. */
export function HoverPreview({
  videoId,
  count,
  element,
}: {
  videoId: string;
  count: number;
  element: RefObject<HTMLElement | null>;
}) {
  const hovered = useHover(element, count > 1);
  return hovered ? <PreviewFrames videoId={videoId} count={count} /> : null;
}
