import { Pause, Play, Volume2, VolumeX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "../../items/cover.tsx";
import type { LibraryItem } from "../../items/library-items.ts";
import { formatMoment } from "../../messages/format.ts";
import { IconButton } from "../../ui/button.tsx";
import type { Film } from "./film/use-film.ts";
import { frameAt, type Playback } from "./film/use-playback.ts";

/** Why the video cannot be played. */
function useUnplayableText({ video, upload }: LibraryItem, film: Film): string {
  const { t } = useTranslation();
  if (upload === null && video !== null && !video.status.complete) return t("editor.notPlayable");
  const codec = film.facts?.videoCodec ?? null;
  return codec === null ? t("editor.noPreview") : t("editor.noPreviewOf", { codec });
}

interface PlayerProps {
  item: LibraryItem;
  title: string;
  film: Film;
  playback: Playback;
  /** Null when nothing can be played. */
  source: string | null;
  onVideo: (video: HTMLVideoElement | null) => void;
  onFailed: () => void;
}

function Controls({ playback, film }: Pick<PlayerProps, "playback" | "film">) {
  const { t } = useTranslation();
  const { atMs, playing, muted, toggle, toggleMuted } = playback;
  const rate = film.facts?.framesPerSecond ?? null;
  const onVideo = "text-white! hover:bg-white/20!";
  return (
    <div className="absolute inset-x-0 bottom-0 flex items-center gap-0.5 bg-linear-to-t from-black/70 to-transparent px-1.5 pt-6 pb-1.5">
      <IconButton label={t(playing ? "cover.pause" : "cover.play")} onClick={toggle} className={onVideo}>
        {playing ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
      </IconButton>
      <IconButton label={t(muted ? "cover.unmute" : "cover.mute")} onClick={toggleMuted} className={onVideo}>
        {muted ? <VolumeX size={16} aria-hidden="true" /> : <Volume2 size={16} aria-hidden="true" />}
      </IconButton>
      <span className="ml-auto rounded-sm bg-black/65 px-1.5 text-xs whitespace-nowrap text-white tabular-nums">
        {t("cover.frame", { time: formatMoment(atMs), frame: frameAt(atMs, rate) })}
      </span>
    </div>
  );
}

/** The video player, or the cover with the reason why the video cannot be played. */
export function Player({ item, title, film, playback, source, onVideo, onFailed }: PlayerProps) {
  const { t } = useTranslation();
  /** The source whose first frame is loaded; until then the cover shows through. */
  const [loaded, setLoaded] = useState<string | null>(null);
  const { video, upload } = item;
  const unplayableText = useUnplayableText(item, film);
  const isLandscape = (video?.aspectRatio ?? upload?.aspectRatio ?? 0) > 1;
  const frame = isLandscape
    ? "aspect-video w-full"
    : "aspect-[9/16] w-[min(100%,calc((100vh-360px)*9/16))] min-w-[190px]";
  return (
    <div className={`relative mx-auto shrink-0 overflow-hidden rounded-lg bg-black ${frame}`}>
      <Cover
        videoId={video?.videoId ?? null}
        uploadId={null}
        coverKey={video?.coverKey ?? null}
        aspectRatio={video?.aspectRatio ?? null}
        iconSize={40}
      />
      {source !== null ? (
        <>
          <video
            key={source}
            ref={onVideo}
            src={source}
            aria-label={`${t("editor.player")}: ${title}`}
            disablePictureInPicture
            playsInline
            preload="auto"
            onError={onFailed}
            onLoadedData={() => setLoaded(source)}
            className={`absolute inset-0 size-full object-contain ${loaded === source ? "bg-black" : ""}`}
          >
            <track kind="captions" />
          </video>
          <Controls playback={playback} film={film} />
        </>
      ) : (
        <p className="absolute inset-x-3 bottom-3 rounded-md bg-black/70 px-2 py-1.5 text-center text-xs text-white">
          {unplayableText}
        </p>
      )}
    </div>
  );
}
