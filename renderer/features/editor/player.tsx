import { Pause, Play, Volume2, VolumeX } from "lucide-react";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaFacts } from "../../../shared/model/media.ts";
import { Cover } from "../../items/cover.tsx";
import type { LibraryItem } from "../../items/library-items.ts";
import { formatMoment } from "../../messages/format.ts";
import { IconButton } from "../../ui/button.tsx";
import { type FilmView, frameNumberOf, type Playback } from "./film/playback.ts";
import type { Film } from "./film/use-film.ts";

/** Why the video cannot be shown. */
function useUnplayableText({ video, upload }: LibraryItem, film: Film, media: MediaFacts | null): string {
  const { t } = useTranslation();
  if (upload === null && video !== null && !video.status.complete) return t("editor.notPlayable");
  const codec = media?.videoCodec ?? film.facts?.videoCodec ?? null;
  const isLocal = upload !== null && video?.playable !== true;
  if (!isLocal) return codec === null ? t("editor.noPlayback") : t("editor.noPlaybackOf", { codec });
  if (media?.warning === "no-picture") return t("editor.noPicture");
  // The state of the file explains more than that it cannot be shown.
  if (media?.warning === "no-index" || media?.warning === "damaged-index") return t(`review.warning.${media.warning}`);
  return codec === null ? t("editor.noPreview") : t("editor.noPreviewOf", { codec });
}

interface PlayerProps {
  item: LibraryItem;
  title: string;
  film: Film;
  media: MediaFacts | null;
  view: FilmView;
  playback: Playback;
  /** Null when there is nothing to play. */
  source: string | null;
  onVideo: (video: HTMLVideoElement | null) => void;
  onFailed: () => void;
}

const onDark = "text-white! hover:bg-white/20!";

function Controls({ playback, film, canPlay }: { playback: Playback; film: Film; canPlay: boolean }) {
  const { t } = useTranslation();
  const { atMs, playing, muted, toggle, toggleMuted } = playback;
  const number = frameNumberOf(playback, film);
  const time = formatMoment(atMs);
  return (
    <div className="absolute inset-x-0 bottom-0 flex items-center gap-0.5 bg-linear-to-t from-black/70 to-transparent px-1.5 pt-6 pb-1.5">
      {canPlay && (
        <>
          <IconButton label={t(playing ? "cover.pause" : "cover.play")} onClick={toggle} className={onDark}>
            {playing ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
          </IconButton>
          <IconButton label={t(muted ? "cover.unmute" : "cover.mute")} onClick={toggleMuted} className={onDark}>
            {muted ? <VolumeX size={16} aria-hidden="true" /> : <Volume2 size={16} aria-hidden="true" />}
          </IconButton>
        </>
      )}
      <span className="ml-auto rounded-sm bg-black/65 px-1.5 text-xs whitespace-nowrap text-white tabular-nums">
        {number === null ? time : t("cover.frame", { time, frame: number })}
      </span>
    </div>
  );
}

function VideoElement({ title, source, onVideo, onFailed }: PlayerProps & { source: string }) {
  const { t } = useTranslation();
  /** The source whose first frame is loaded; until then the cover shows through. */
  const [loaded, setLoaded] = useState<string | null>(null);
  const failWithoutPicture = ({ currentTarget }: SyntheticEvent<HTMLVideoElement>) => {
    // Without a decoder for the picture the player plays the sound over black, and reports no error.
    if (currentTarget.videoWidth === 0) onFailed();
  };
  return (
    <video
      key={source}
      ref={onVideo}
      src={source}
      aria-label={`${t("editor.player")}: ${title}`}
      disablePictureInPicture
      playsInline
      preload="auto"
      onError={onFailed}
      onLoadedMetadata={failWithoutPicture}
      onLoadedData={(event) => {
        failWithoutPicture(event);
        setLoaded(source);
      }}
      className={`absolute inset-0 size-full object-contain ${loaded === source ? "bg-black" : ""}`}
    >
      <track kind="captions" />
    </video>
  );
}

/** The video player, single frames of a film it cannot play, or the cover with the reason why neither is possible. */
export function Player(props: PlayerProps) {
  const { item, title, film, media, view, playback, source } = props;
  const { t } = useTranslation();
  const { video, upload } = item;
  const unplayableText = useUnplayableText(item, film, media);
  const isLandscape = (video?.aspectRatio ?? upload?.aspectRatio ?? 0) > 1;
  const frame = isLandscape
    ? "aspect-video w-full"
    : "aspect-[9/16] w-[min(100%,calc((100vh-360px)*9/16))] min-w-[190px]";
  return (
    <div className={`relative mx-auto shrink-0 overflow-hidden rounded-lg bg-black ${frame}`}>
      <Cover
        videoId={video?.videoId ?? null}
        uploadId={view === "none" ? (upload?.id ?? null) : null}
        coverKey={video?.coverKey ?? null}
        aspectRatio={video?.aspectRatio ?? null}
        iconSize={40}
      />
      {view === "player" && source !== null && <VideoElement {...props} source={source} />}
      {(view === "player" || view === "frames") && playback.picture !== null && (
        <img
          src={playback.picture}
          alt={`${t("editor.player")}: ${title}`}
          draggable={false}
          // A click on the player beneath starts it.
          className="pointer-events-none absolute inset-0 size-full bg-black object-contain"
        />
      )}
      {(view === "player" || view === "frames") && (
        <Controls playback={playback} film={film} canPlay={view === "player"} />
      )}
      {view === "none" && (
        <p className="absolute inset-x-3 bottom-3 rounded-md bg-black/70 px-2 py-1.5 text-center text-xs text-white">
          {unplayableText}
        </p>
      )}
    </div>
  );
}
