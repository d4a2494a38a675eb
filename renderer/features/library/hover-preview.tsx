import { type RefObject, useEffect, useState } from "react";
import { useServices } from "../../state/services.tsx";

/** How long the pointer rests before the film is shown, and each picture of it stands, ms. */
const restMs = 300;
const standMs = 700;

/** Whether the pointer rests on an element. Nobody who asked for less motion is shown any. */
function useHover(element: RefObject<HTMLElement | null>, enabled: boolean): boolean {
  const [hovered, setHovered] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (target === null || !enabled || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enter = () => {
      timer = setTimeout(() => setHovered(true), restMs);
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

function Pictures({ videoId, count }: { videoId: string; count: number }) {
  const { media } = useServices();
  const [place, setPlace] = useState(0);
  const [drawn, setDrawn] = useState(-1);
  useEffect(() => {
    const timer = setInterval(() => setPlace((before) => (before + 1) % count), standMs);
    return () => clearInterval(timer);
  }, [count]);
  return (
    <span aria-hidden="true" className="pointer-events-none absolute inset-0">
      {Array.from({ length: count }, (_, at) => (
        <img
          key={media.thumbnail(videoId, at)}
          src={media.thumbnail(videoId, at)}
          alt=""
          draggable={false}
          onLoad={() => setDrawn((before) => Math.max(before, at))}
          className={`absolute inset-0 size-full object-cover ${at === place && at <= drawn ? "opacity-100" : "opacity-0"}`}
        />
      ))}
    </span>
  );
}

/** Plays a published video's pictures over its cover while the pointer rests on `element`: silent, a few of them. */
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
  return hovered ? <Pictures videoId={videoId} count={count} /> : null;
}
