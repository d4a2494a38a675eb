import { Film } from "lucide-react";
import { useContext, useRef, useState } from "react";
import { useServices } from "../state/services.tsx";
import { drawBackdrop } from "./draw-backdrop.ts";
import { Pace } from "./use-scroll-pace.ts";

const scales = ["indigo", "jade", "plum", "cyan", "bronze", "amber", "slate"] as const;

function scaleOf(id: string): (typeof scales)[number] {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return scales[hash % scales.length] ?? "slate";
}

/** A placeholder for an item without an image; its colour is derived from the id. */
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

/** Portrait images fill the portrait frame; others are letterboxed. */
function fitOf(aspectRatio: number | null): "object-cover" | "object-contain" {
  return aspectRatio !== null && aspectRatio < 0.75 ? "object-cover" : "object-contain";
}

type PreviewState = "loading" | "ready" | "failed";

const previewClass = (state: PreviewState, fit: string) =>
  `pointer-events-none absolute inset-0 size-full transition-opacity duration-180 ${fit} ${
    state === "ready" ? "bg-black opacity-100" : "opacity-0"
  }`;

/** The system's picture of a local file; nothing where the system has none. */
function SystemPreview({ uploadId, fit }: { uploadId: string; fit: string }) {
  const { media } = useServices();
  const [state, setState] = useState<PreviewState>("loading");
  if (state === "failed") return null;
  return (
    <img
      src={media.preview(uploadId)}
      alt=""
      draggable={false}
      onLoad={() => setState("ready")}
      onError={() => setState("failed")}
      className={previewClass(state, fit)}
    />
  );
}

/**
 * The first frame of a local file, or the system's picture of it, over a placeholder that stays when there is neither.
 */
function LocalPreview({ uploadId, fit, iconSize }: { uploadId: string; fit: string; iconSize: number }) {
  const { media } = useServices();
  const [state, setState] = useState<PreviewState>("loading");
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
          // A picture that cannot be decoded is reported by its size only.
          onLoadedData={(event) => setState(event.currentTarget.videoWidth === 0 ? "failed" : "ready")}
          onError={() => setState("failed")}
          className={previewClass(state, fit)}
        />
      )}
      {state === "failed" && <SystemPreview uploadId={uploadId} fit={fit} />}
    </>
  );
}

interface CoverImageProps {
  url: string;
  fit: "object-cover" | "object-contain";
  shown: boolean;
  onLoad: () => void;
  onError: () => void;
}

/** BigGo's cover, transparent until decoded; a landscape one is letterboxed over its own blur. */
function CoverImage({ url, fit, shown, onLoad, onError }: CoverImageProps) {
  const [backdrop, setBackdrop] = useState<string | null>(null);
  const onDecoded = (picture: HTMLImageElement) => {
    // A portrait picture leaves no room for it, whatever BigGo says of the video.
    if (fit === "object-contain" && picture.naturalWidth > picture.naturalHeight * 0.75)
      setBackdrop(drawBackdrop(picture));
    onLoad();
  };
  const layer = `absolute inset-0 size-full ${shown ? "opacity-100" : "opacity-0"}`;
  return (
    <>
      {backdrop !== null && <img src={backdrop} alt="" draggable={false} className={layer} />}
      <img
        src={url}
        alt=""
        draggable={false}
        decoding="async"
        onLoad={({ currentTarget: picture }) => void picture.decode().then(() => onDecoded(picture), onLoad)}
        onError={onError}
        className={`${layer} ${fit}`}
      />
    </>
  );
}

interface CoverProps {
  videoId: string | null;
  uploadId: string | null;
  /** Null: BigGo has no cover. */
  coverKey: string | null;
  /** Width / height of the video; null while unknown. */
  aspectRatio: number | null;
  iconSize?: number;
}

/**
 * A video's cover in a portrait frame: BigGo's cover, else the first frame of the local file, else a placeholder. The
 * current image stays until a better one is decoded, so that nothing flickers when an upload becomes a video.
 */
export function Cover(props: CoverProps) {
  // During fast scrolling a cover is not requested; one already requested stays.
  const fast = useContext(Pace) !== "still";
  const isRequested = useRef(!fast);
  isRequested.current ||= !fast;
  if (isRequested.current) return <RequestedCover {...props} />;
  return <CoverPlaceholder id={props.videoId ?? props.uploadId ?? ""} iconSize={props.iconSize} />;
}

function RequestedCover({ videoId, uploadId, coverKey, aspectRatio, iconSize = 24 }: CoverProps) {
  const { media } = useServices();
  const [loaded, setLoaded] = useState<{ url: string; ok: boolean } | null>(null);
  const url = videoId !== null && coverKey !== null ? media.cover(videoId, coverKey) : null;
  const outcome = loaded !== null && loaded.url === url ? loaded : null;
  const fit = fitOf(aspectRatio);
  return (
    <>
      {outcome?.ok !== true && uploadId !== null && <LocalPreview uploadId={uploadId} fit={fit} iconSize={iconSize} />}
      {(url === null || outcome?.ok === false) && uploadId === null && (
        <CoverPlaceholder id={videoId ?? ""} iconSize={iconSize} />
      )}
      {url !== null && outcome?.ok !== false && (
        <CoverImage
          url={url}
          fit={fit}
          shown={outcome !== null}
          onLoad={() => setLoaded({ url, ok: true })}
          onError={() => setLoaded({ url, ok: false })}
        />
      )}
    </>
  );
}
