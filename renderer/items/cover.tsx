import { Film } from "lucide-react";
import { useContext, useRef, useState } from "react";
import { useServices } from "../state/services.tsx";
import { FastScroll } from "./use-fast-scroll.ts";

const scales = ["indigo", "jade", "plum", "cyan", "bronze", "amber", "slate"] as const;

function scaleOf(id: string): (typeof scales)[number] {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return scales[hash % scales.length] ?? "slate";
}

/** A calm ground for what has no picture yet; always the same for the same id. */
function CoverPlaceholder({ id, iconSize = 24 }: { id: string; iconSize?: number | undefined }) {
  const scale = scaleOf(id);
  return (
    <div
      aria-hidden="true"
      className="absolute inset-0 flex items-center justify-center"
      style={{
        background: `linear-gradient(165deg, var(--${scale}-4), var(--${scale}-6))`,
        color: `var(--${scale}-9)`,
      }}
    >
      <Film size={iconSize} strokeWidth={1.5} />
    </div>
  );
}

/** Whether a picture of these proportions fills the standing frame; others are shown whole. */
function fits(aspectRatio: number | null): "object-cover" | "object-contain" {
  return aspectRatio !== null && aspectRatio < 0.75 ? "object-cover" : "object-contain";
}

/** The first picture of a local file, over the placeholder that stays where the file cannot be shown. */
function LocalPreview({ uploadId, fit, iconSize }: { uploadId: string; fit: string; iconSize: number }) {
  const { media } = useServices();
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  return (
    <>
      <CoverPlaceholder id={uploadId} iconSize={iconSize} />
      {state !== "failed" && (
        <video
          aria-hidden="true"
          src={`${media.upload(uploadId)}#t=0.1`}
          preload="metadata"
          muted
          tabIndex={-1}
          onLoadedData={() => setState("ready")}
          onError={() => setState("failed")}
          className={`pointer-events-none absolute inset-0 size-full transition-opacity duration-180 ${fit} ${
            state === "ready" ? "bg-black opacity-100" : "opacity-0"
          }`}
        />
      )}
    </>
  );
}

interface PictureProps {
  url: string;
  fit: "object-cover" | "object-contain";
  shown: boolean;
  onLoad: () => void;
  onError: () => void;
}

/** BigGo's cover; a lying one is letterboxed over its own blur. Unseen until it is there. */
function Picture({ url, fit, shown, onLoad, onError }: PictureProps) {
  const place = `absolute inset-0 size-full ${shown ? "opacity-100" : "opacity-0"}`;
  return (
    <>
      {fit === "object-contain" && (
        <img src={url} alt="" draggable={false} className={`${place} scale-125 object-cover blur-lg brightness-75`} />
      )}
      <img
        src={url}
        alt=""
        draggable={false}
        decoding="async"
        onLoad={(event) => void event.currentTarget.decode().then(onLoad, onLoad)}
        onError={onError}
        className={`${place} ${fit}`}
      />
    </>
  );
}

interface CoverProps {
  videoId: string | null;
  uploadId: string | null;
  /** Null: BigGo has no cover. */
  coverKey: string | null;
  /** Width / height of the film; a lying one is letterboxed over its own blur. */
  aspectRatio: number | null;
  iconSize?: number;
}

/**
 * A video's picture in a standing frame: BigGo's cover, else the local file's first picture, else a calm ground. What
 * is there stays until the better picture can be drawn, so that nothing blinks when an upload becomes a video.
 */
export function Cover(props: CoverProps) {
  // Once drawn it stays; what only flies by is not even asked for.
  const fast = useContext(FastScroll);
  const wasStill = useRef(!fast);
  wasStill.current ||= !fast;
  if (wasStill.current) return <StillCover {...props} />;
  return <CoverPlaceholder id={props.videoId ?? props.uploadId ?? ""} iconSize={props.iconSize} />;
}

function StillCover({ videoId, uploadId, coverKey, aspectRatio, iconSize = 24 }: CoverProps) {
  const { media } = useServices();
  const [drawn, setDrawn] = useState<{ url: string; ok: boolean } | null>(null);
  const url = videoId !== null && coverKey !== null ? media.cover(videoId, coverKey) : null;
  const settled = drawn !== null && drawn.url === url ? drawn : null;
  const fit = fits(aspectRatio);
  return (
    <>
      {settled?.ok !== true && uploadId !== null && <LocalPreview uploadId={uploadId} fit={fit} iconSize={iconSize} />}
      {(url === null || settled?.ok === false) && uploadId === null && (
        <CoverPlaceholder id={videoId ?? ""} iconSize={iconSize} />
      )}
      {url !== null && settled?.ok !== false && (
        <Picture
          url={url}
          fit={fit}
          shown={settled !== null}
          onLoad={() => setDrawn({ url, ok: true })}
          onError={() => setDrawn({ url, ok: false })}
        />
      )}
    </>
  );
}
