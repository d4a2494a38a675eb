import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { Cover } from "../../items/cover.tsx";
import { useLibrary } from "../../state/services.tsx";

interface VideoLinesProps<T> {
  label: string;
  lines: readonly T[];
  keyOf: (line: T) => string;
  /** Pixels. */
  lineHeight: number;
  /** Maximum height of the list, px. */
  maxHeight: number;
  children: (line: T) => ReactNode;
}

/** A video's cover in front of its line. */
export function LineCover({ videoId }: { videoId: string }) {
  const video = useLibrary((state) => state.videos.get(videoId));
  return (
    <span className="relative h-8 w-[18px] shrink-0 overflow-hidden rounded-sm bg-press">
      <Cover
        videoId={videoId}
        uploadId={null}
        coverKey={video?.coverKey ?? null}
        aspectRatio={video?.aspectRatio ?? null}
        iconSize={12}
      />
    </span>
  );
}

/** A virtualized list with one line per video. */
export function VideoLines<T>({ label, lines, keyOf, lineHeight, maxHeight, children }: VideoLinesProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 4,
  });
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="overflow-y-auto -outline-offset-2"
      style={{ height: Math.min(maxHeight, lines.length * lineHeight) }}
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <li key={keyOf(line)} className="absolute inset-x-0" style={{ top: start, height: lineHeight }}>
              {children(line)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
