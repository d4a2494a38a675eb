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

/** What can be played: the local file while its row stands and BigGo has nothing playable, BigGo's film afterwards. */
function sourceOf(item: LibraryItem, media: ReturnType<typeof useServices>["media"]): string | null {
  if (item.video?.playable) return media.video(item.video.videoId);
  return item.upload === null ? null : media.upload(item.upload.id);
}

interface FilmPanelProps {
  item: LibraryItem;
  title: string;
  onCover: (coverTimeMs: number) => void;
  /** Looks for products in the frame that is shown. */
  onFindProducts: (video: HTMLVideoElement) => void;
  finding: boolean;
}

/** The film with everything that is done to it: played, moved through, and a frame of it chosen as cover. */
export function FilmPanel({ item, title, onCover, onFindProducts, finding }: FilmPanelProps) {
  const { t } = useTranslation();
  const { media } = useServices();
  const source = sourceOf(item, media);
  const film = useFilm(source);
  const [failed, setFailed] = useState<string | null>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const rate = film.facts?.framesPerSecond ?? null;
  const playback = usePlayback(video, rate);
  const plays = source !== null && failed !== source;
  const { coverTimeMs } = detailsOf(item);
  const atMs = Math.floor(playback.atMs);
  const take = () => onCover(atMs);
  return (
    <>
      <Player
        item={item}
        title={title}
        film={film}
        playback={playback}
        source={plays ? source : null}
        onVideo={setVideo}
        onFailed={() => setFailed(source)}
      />
      {plays && (
        <>
          <Scrubber
            playback={playback}
            strip={film.strip}
            framesPerSecond={rate}
            coverTimeMs={coverTimeMs}
            onTake={take}
          />
          <div className="flex flex-wrap gap-2">
            <Button
              tone="accent"
              disabled={coverTimeMs === atMs}
              icon={
                coverTimeMs === atMs ? (
                  <Check size={16} aria-hidden="true" />
                ) : (
                  <ImageIcon size={16} aria-hidden="true" />
                )
              }
              onClick={take}
            >
              {t(coverTimeMs === atMs ? "cover.used" : "cover.use")}
            </Button>
            <Button
              busy={finding}
              icon={<ScanSearch size={16} aria-hidden="true" />}
              onClick={() => video !== null && onFindProducts(video)}
            >
              {t("products.inFrame")}
            </Button>
          </div>
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
