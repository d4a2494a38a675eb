import { Check, ImageIcon, ScanSearch } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaFacts } from "../../../shared/model/media.ts";
import { detailsOf, type LibraryItem } from "../../items/library-items.ts";
import { formatMoment } from "../../messages/format.ts";
import { useServices } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Facts } from "./facts.tsx";
import type { FilmView, Playback } from "./film/playback.ts";
import { type Film, useFilm } from "./film/use-film.ts";
import { useFramePlayback } from "./film/use-frame-playback.ts";
import { usePlayback } from "./film/use-playback.ts";
import { Player } from "./player.tsx";
import { Scrubber } from "./scrubber.tsx";
import { SuggestedCovers } from "./suggested-covers.tsx";

interface Source {
  url: string;
  /** What main read of a local file; null for a video on BigGo and for uploads of earlier versions. */
  media: MediaFacts | null;
}

/** What to play: BigGo's video once playable, the local file of an upload until then; null without either. */
function sourceOf({ video, upload }: LibraryItem, media: ReturnType<typeof useServices>["media"]): Source | null {
  if (video?.playable) return { url: media.video(video.videoId), media: null };
  return upload === null ? null : { url: media.upload(upload.id), media: upload.media };
}

function viewOf(source: Source | null, hasPlayerFailed: boolean, film: Film): FilmView {
  if (source === null) return "none";
  if (!hasPlayerFailed) return "player";
  if (film.facts === null) return film.unreadable ? "none" : "loading";
  return film.facts.decodable ? "frames" : "none";
}

interface FilmPanelProps {
  item: LibraryItem;
  title: string;
  onCover: (coverTimeMs: number) => void;
  /** Searches for products in the current frame. */
  onFindProducts: (capture: Playback["capture"]) => void;
  finding: boolean;
}

interface FrameActionsProps {
  /** Whether a frame is shown that can be chosen. */
  hasFrame: boolean;
  /** Whether the current frame is the cover. */
  isCover: boolean;
  onChoose: () => void;
  onFindProducts: () => void;
  finding: boolean;
}

function FrameActions({ hasFrame, isCover, onChoose, onFindProducts, finding }: FrameActionsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        tone="accent"
        disabled={isCover || !hasFrame}
        icon={isCover ? <Check size={16} aria-hidden="true" /> : <ImageIcon size={16} aria-hidden="true" />}
        onClick={onChoose}
      >
        {t(isCover ? "cover.current" : "cover.use")}
      </Button>
      <Button
        busy={finding}
        disabled={!hasFrame}
        icon={<ScanSearch size={16} aria-hidden="true" />}
        onClick={onFindProducts}
      >
        {t("products.inFrame")}
      </Button>
    </div>
  );
}

/** The player with scrubber, cover choice and facts. */
export function FilmPanel({ item, title, onCover, onFindProducts, finding }: FilmPanelProps) {
  const { t } = useTranslation();
  const source = sourceOf(item, useServices().media);
  // Reading such a file exceeded its bounds in main's own process: the page does not try.
  const film = useFilm(source === null || source.media?.analyzable === false ? null : source.url);
  const [failed, setFailed] = useState<string | null>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const view = viewOf(source, failed === source?.url, film);
  const played = usePlayback(video, film);
  const frames = useFramePlayback(film, view === "frames");
  const playback = view === "frames" ? frames : played;
  const { coverTimeMs } = detailsOf(item);
  const atMs = Math.floor(playback.atMs);
  const isCover = playback.hasFrame && coverTimeMs === atMs;
  const chooseCurrentFrame = () => {
    // Before a frame is shown, its time is 0 ms, which the user did not choose.
    if (playback.hasFrame) onCover(atMs);
  };
  return (
    <>
      <Player
        item={item}
        title={title}
        film={film}
        media={source?.media ?? null}
        view={view}
        playback={playback}
        source={source?.url ?? null}
        onVideo={setVideo}
        onFailed={() => setFailed(source?.url ?? null)}
      />
      {(view === "player" || view === "frames") && (
        <>
          <Scrubber playback={playback} film={film} coverTimeMs={coverTimeMs} onTake={chooseCurrentFrame} />
          <FrameActions
            hasFrame={playback.hasFrame}
            isCover={isCover}
            onChoose={chooseCurrentFrame}
            onFindProducts={() => onFindProducts(playback.capture)}
            finding={finding}
          />
          <p className="-mt-1.5 text-xs text-quiet tabular-nums">
            {coverTimeMs === null ? t("cover.bigGoChooses") : t("cover.chosen", { time: formatMoment(coverTimeMs) })}
          </p>
          <SuggestedCovers covers={film.covers} coverTimeMs={coverTimeMs} onTake={onCover} />
        </>
      )}
      <Facts item={item} film={film.facts} media={source?.media ?? null} />
    </>
  );
}
