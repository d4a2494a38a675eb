import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../../state/services.tsx";
import { Cover } from "../library/cover.tsx";
import type { LibraryItem } from "../library/library-items.ts";

/** What can be played: the local file while its row stands and BigGo has nothing playable, BigGo's film afterwards. */
function sourceOf(item: LibraryItem, media: ReturnType<typeof useServices>["media"]): string | null {
  if (item.video?.playable) return media.video(item.video.videoId);
  return item.upload === null ? null : media.upload(item.upload.id);
}

/** The film in a standing frame, or its picture and a word about why it does not play. */
export function Player({ item, title }: { item: LibraryItem; title: string }) {
  const { t } = useTranslation();
  const { media } = useServices();
  const source = sourceOf(item, media);
  const [failed, setFailed] = useState<string | null>(null);
  const { video, upload } = item;
  const plays = source !== null && failed !== source;
  const lying = (video?.aspectRatio ?? upload?.aspectRatio ?? 0) > 1;
  const frame = lying ? "aspect-video w-full" : "aspect-[9/16] w-[min(100%,calc((100vh-300px)*9/16))]";
  return (
    <div className={`relative mx-auto shrink-0 overflow-hidden rounded-lg bg-black ${frame}`}>
      {plays ? (
        <video
          key={source}
          src={source}
          aria-label={`${t("editor.player")}: ${title}`}
          controls
          controlsList="nodownload noremoteplayback"
          disablePictureInPicture
          playsInline
          preload="metadata"
          {...(video?.hasCover ? { poster: media.cover(video.videoId) } : {})}
          onError={() => setFailed(source)}
          className="size-full object-contain"
        >
          <track kind="captions" />
        </video>
      ) : (
        <>
          <Cover
            videoId={video?.videoId ?? null}
            uploadId={null}
            hasCover={video?.hasCover ?? false}
            aspectRatio={video?.aspectRatio ?? null}
            iconSize={40}
          />
          {!video?.hasCover && (
            <p className="absolute inset-x-4 bottom-4 text-center text-xs text-ink">
              {upload === null && video !== null && !video.status.complete
                ? t("editor.notPlayable")
                : t("editor.noPreview")}
            </p>
          )}
        </>
      )}
    </div>
  );
}
