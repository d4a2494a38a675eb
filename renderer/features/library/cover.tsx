import { Film } from "lucide-react";
import { useState } from "react";
import { useServices } from "../../state/services.tsx";

const scales = ["indigo", "jade", "plum", "cyan", "bronze", "amber", "slate"] as const;

function scaleOf(id: string): (typeof scales)[number] {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return scales[hash % scales.length] ?? "slate";
}

/** A calm ground for what has no picture yet; always the same for the same id. */
function CoverPlaceholder({ id, iconSize = 24 }: { id: string; iconSize?: number }) {
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

/** The first picture of a local file, over the placeholder that stays where the file cannot be shown. */
function LocalPreview({ uploadId, iconSize = 24 }: { uploadId: string; iconSize?: number }) {
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
          className={`pointer-events-none absolute inset-0 size-full object-contain transition-opacity duration-180 ${
            state === "ready" ? "bg-black opacity-100" : "opacity-0"
          }`}
        />
      )}
    </>
  );
}

interface CoverProps {
  videoId: string | null;
  uploadId: string | null;
  hasCover: boolean;
  /** Width / height of the film; a lying one is letterboxed over its own blur. */
  aspectRatio: number | null;
  iconSize?: number;
}

/** A video's picture in a standing frame: BigGo's cover, else the local file's first picture, else a calm ground. */
export function Cover({ videoId, uploadId, hasCover, aspectRatio, iconSize = 24 }: CoverProps) {
  const { media } = useServices();
  const [failed, setFailed] = useState(false);
  if (videoId === null || !hasCover || failed) {
    if (uploadId !== null) return <LocalPreview uploadId={uploadId} iconSize={iconSize} />;
    return <CoverPlaceholder id={videoId ?? ""} iconSize={iconSize} />;
  }
  const url = media.cover(videoId);
  const standing = aspectRatio !== null && aspectRatio < 0.75;
  return (
    <>
      {!standing && (
        <img
          src={url}
          alt=""
          draggable={false}
          className="absolute inset-0 size-full scale-125 object-cover blur-lg brightness-75"
        />
      )}
      <img
        src={url}
        alt=""
        draggable={false}
        decoding="async"
        onError={() => setFailed(true)}
        className={`absolute inset-0 size-full ${standing ? "object-cover" : "object-contain"}`}
      />
    </>
  );
}
