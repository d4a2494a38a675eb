import { useTranslation } from "react-i18next";
import { formatMoment } from "../../messages/format.ts";
import type { ShownFrame } from "./film/use-film.ts";

interface SuggestedCoversProps {
  /** Null until they are chosen. */
  covers: readonly ShownFrame[] | null;
  coverTimeMs: number | null;
  onTake: (atMs: number) => void;
}

/** Suggested cover frames; renders nothing when there are none. */
export function SuggestedCovers({ covers, coverTimeMs, onTake }: SuggestedCoversProps) {
  const { t } = useTranslation();
  if (covers !== null && covers.length === 0) return null;
  return (
    <div>
      <h2 className="mb-1.5 text-xs text-quiet">{covers === null ? t("cover.searching") : t("cover.suggested")}</h2>
      <div className="flex gap-2">
        {covers === null
          ? [0, 1, 2].map((index) => (
              <span key={index} aria-hidden="true" className="h-[72px] w-[46px] animate-breathe rounded-md bg-press" />
            ))
          : covers.map(({ atMs, src }) => (
              <button
                key={atMs}
                type="button"
                aria-label={t("cover.coverAt", { time: formatMoment(atMs) })}
                aria-pressed={atMs === coverTimeMs}
                title={t("cover.coverAt", { time: formatMoment(atMs) })}
                onClick={() => onTake(atMs)}
                className="h-[72px] overflow-hidden rounded-md outline-offset-2 transition-transform duration-150 hover:scale-[1.03] aria-pressed:outline-2 aria-pressed:outline-accent"
              >
                <img src={src} alt="" draggable={false} className="h-full w-auto max-w-[128px] object-cover" />
              </button>
            ))}
      </div>
    </div>
  );
}
