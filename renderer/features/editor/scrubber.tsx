import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatMoment } from "../../messages/format.ts";
import { frameNumberOf, type Playback } from "./film/playback.ts";
import type { Film } from "./film/use-film.ts";

interface ScrubberProps {
  playback: Playback;
  film: Film;
  /** Time of the cover frame, ms; null: BigGo chooses. */
  coverTimeMs: number | null;
  /** Uses the current frame as cover. */
  onTake: () => void;
}

const offsetOf = (atMs: number, durationMs: number) =>
  `${durationMs === 0 ? 0 : Math.min(100, (atMs / durationMs) * 100)}%`;

/** Arrow keys move by a frame, with Shift by a second. The handler returns false for keys it ignores. */
function useScrubKeys({ playback, onTake }: ScrubberProps): (event: KeyboardEvent) => boolean {
  const { atMs, durationMs, seek, step, toggle } = playback;
  return ({ key, shiftKey, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey) return false;
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[key];
    if (direction !== undefined) {
      if (shiftKey) seek(atMs + direction * 1000);
      else step(direction);
    } else if (key === "Home") seek(0);
    else if (key === "End") seek(durationMs);
    else if (key === " ") toggle();
    else if (key.toLowerCase() === "t") onTake();
    else return false;
    return true;
  };
}

/** A slider over frames of the video, operated by pointer or keyboard. */
export function Scrubber(props: ScrubberProps) {
  const { playback, film, coverTimeMs } = props;
  const { t } = useTranslation();
  const track = useRef<HTMLDivElement>(null);
  const onKey = useScrubKeys(props);
  const { atMs, durationMs, seek } = playback;
  const seekTo = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    seek(((event.clientX - box.left) / box.width) * durationMs);
  };
  const number = frameNumberOf(playback, film);
  const time = formatMoment(atMs);
  const position = number === null ? time : t("cover.positionIs", { time, frame: number });
  return (
    <div
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label={t("cover.position")}
      aria-description={t("cover.keys")}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs)}
      aria-valuenow={Math.round(atMs)}
      aria-valuetext={position}
      onKeyDown={(event) => {
        if (!onKey(event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
      className="relative flex h-13 shrink-0 touch-none overflow-hidden rounded-md bg-press"
    >
      {Array.from(film.strip, (frame, index) => ({ frame, index })).map(({ frame, index }) => (
        <span
          key={index}
          aria-hidden="true"
          className="min-w-0 flex-1 border-r border-page/60 bg-hover bg-cover bg-center last:border-0"
          style={frame === null ? undefined : { backgroundImage: `url(${frame.src})` }}
        />
      ))}
      {coverTimeMs !== null && (
        <span
          aria-hidden="true"
          title={t("cover.chosen", { time: formatMoment(coverTimeMs) })}
          className="absolute top-0 h-1.5 w-2 -translate-x-1/2 rounded-b-sm bg-accent ring-1 ring-white"
          style={{ left: offsetOf(coverTimeMs, durationMs) }}
        />
      )}
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 bg-white shadow-[0_0_0_1px_rgb(0_0_0/0.6)]"
        style={{ left: offsetOf(atMs, durationMs) }}
      />
    </div>
  );
}
