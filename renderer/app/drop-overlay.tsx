import { Upload } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../state/services.tsx";
import { useAdding } from "../state/use-adding.ts";
import { isTextTarget } from "../ui/text-target.ts";
import { type DragOffer, filesOfDrag, filesOfPaste } from "./offered-files.ts";

/** Passes dropped and pasted files to `onFiles`; returns what a current drag holds, or null without one. */
function useFileDrop(onFiles: (files: File[]) => void): DragOffer | null {
  const [offer, setOffer] = useState<DragOffer | null>(null);
  useEffect(() => {
    // dragenter and dragleave fire for every element the drag crosses; their balance shows whether it has left.
    let depth = 0;
    const enter = (event: DragEvent) => {
      const next = filesOfDrag(event.dataTransfer);
      if (next === null) return;
      event.preventDefault();
      depth += 1;
      setOffer(next);
    };
    const over = (event: DragEvent) => {
      if (filesOfDrag(event.dataTransfer) === null) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOffer(null);
    };
    const drop = (event: DragEvent) => {
      const dropped = filesOfDrag(event.dataTransfer) !== null;
      depth = 0;
      setOffer(null);
      if (!dropped) return;
      event.preventDefault();
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent) => {
      const files = filesOfPaste(event.clipboardData, isTextTarget(event.target));
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    };
    const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop, paste } as const;
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) window.addEventListener(name, listeners[name] as (event: Event) => void);
    return () => {
      for (const name of names) window.removeEventListener(name, listeners[name] as (event: Event) => void);
    };
  }, [onFiles]);
  return offer;
}

/** The overlay shown while files are dragged over the window. */
function OverlayFrame({ heading, hint }: { heading: string; hint: string }) {
  return (
    <div className="pointer-events-none fixed inset-0 z-70 animate-appear bg-page/85 p-4 backdrop-blur-sm">
      <div
        role="status"
        className="flex h-full flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent-line bg-accent-soft/60 text-center text-balance"
      >
        <Upload size={32} strokeWidth={1.5} aria-hidden="true" className="text-accent-ink" />
        <p className="text-lg font-semibold">{heading}</p>
        <p className="text-quiet">{hint}</p>
      </div>
    </div>
  );
}

/** Covers the window while files are dragged over it and shows how many would be added. */
export function DropOverlay() {
  const { t, i18n } = useTranslation();
  const adding = useAdding();
  const offer = useFileDrop(adding.files);
  if (offer === null) return null;
  const count = { count: offer.count, formatted: offer.count.toLocaleString(i18n.language) };
  return <OverlayFrame heading={t(offer.onlyVideos ? "drop.videos" : "drop.items", count)} hint={t("drop.hint")} />;
}

/** The overlay before sign-in: asks the user to sign in first and keeps the files until then. */
export function EarlyDropOverlay({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const { toasts } = useServices();
  const keep = useCallback(
    (files: File[]) => {
      if (files.length === 0) return;
      onFiles(files);
      toasts.add({ kind: "connect-first" });
    },
    [onFiles, toasts],
  );
  const offer = useFileDrop(keep);
  return offer === null ? null : <OverlayFrame heading={t("drop.connectFirst")} hint={t("drop.keptHint")} />;
}
