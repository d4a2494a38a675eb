import { Check, ImageIcon, ScanSearch } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { detailsOf, type LibraryItem } from "../../items/library-items.ts";
import { formatMoment } from "../../messages/format.ts";
import { useServices } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Facts } from "./facts.tsx";
import { useFilm } from "./film/use-film.ts";
import { usePlayback } from "./film/use-playback.ts";
import { Player } from "./player.tsx";
import { Scrubber } from "./scrubber.tsx";
import { SuggestedCovers } from "./suggested-covers.tsx";

/** The URL to play: BigGo's video once playable, the local file of an upload until then; null without either. */
function sourceOf(item: LibraryItem, media: ReturnType<typeof useServices>["media"]): string | null {
  if (item.video?.playable) return media.video(item.video.videoId);
  return item.upload === null ? null : media.upload(item.upload.id);
}

interface FilmPanelProps {
  item: LibraryItem;
  title: string;
  onCover: (coverTimeMs: number) => void;
  /** Searches for products in the current frame. */
  onFindProducts: (video: HTMLVideoElement) => void;
  finding: boolean;
}

interface FrameActionsProps {
  /** Whether the current frame is the cover. */
  isCover: boolean;
  onChoose: () => void;
  onFindProducts: () => void;
  finding: boolean;
}

function FrameActions({ isCover, onChoose, onFindProducts, finding }: FrameActionsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        tone="accent"
        disabled={isCover}
        icon={isCover ? <Check size={16} aria-hidden="true" /> : <ImageIcon size={16} aria-hidden="true" />}
        onClick={onChoose}
      >
        {t(isCover ? "cover.current" : "cover.use")}
      </Button>
      <Button busy={finding} icon={<ScanSearch size={16} aria-hidden="true" />} onClick={onFindProducts}>
        {t("products.inFrame")}
      </Button>
    </div>
  );
}

/** The player with scrubber, cover choice and facts. */
export function FilmPanel({ item, title, onCover, onFindProducts, finding }: FilmPanelProps) {
  const { t } = useTranslation();
  const { media } = useServices();
  const source = sourceOf(item, media);
  const film = useFilm(source);
  const [failed, setFailed] = useState<string | null>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const rate = film.facts?.framesPerSecond ?? null;
  const playback = usePlayback(video, rate);
  const isPlayable = source !== null && failed !== source;
  const { coverTimeMs } = detailsOf(item);
  const atMs = Math.floor(playback.atMs);
  const chooseCurrentFrame = () => onCover(atMs);
  return (
    <>
      <Player
        item={item}
        title={title}
        film={film}
        playback={playback}
        source={isPlayable ? source : null}
        onVideo={setVideo}
        onFailed={() => setFailed(source)}
      />
      {isPlayable && (
        <>
          <Scrubber
            playback={playback}
            strip={film.strip}
            framesPerSecond={rate}
            coverTimeMs={coverTimeMs}
            onTake={chooseCurrentFrame}
          />
          <FrameActions
            isCover={coverTimeMs === atMs}
            onChoose={chooseCurrentFrame}
            onFindProducts={() => video !== null && onFindProducts(video)}
            finding={finding}
          />
          <p className="-mt-1.5 text-xs text-quiet tabular-nums">
            {coverTimeMs === null ? t("cover.bigGoChooses") : t("cover.chosen", { time: formatMoment(coverTimeMs) })}
          </p>
          <SuggestedCovers covers={film.covers} coverTimeMs={coverTimeMs} onTake={onCover} />
        </>
      )}
      <Facts item={item} film={film.facts} />
    </>
  );
}
