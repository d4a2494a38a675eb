import { useEffect, useState } from "react";
import { createWorkerStarter } from "../../../bridge/start-worker.ts";
import type { FilmFacts, FilmFrame, FilmMessage, FilmRequest } from "./film-messages.ts";
import workerUrl from "./film-worker.ts?worker&url";

/** A frame that the page can render. */
export interface ShownFrame {
  readonly atMs: number;
  /** A blob URL. */
  readonly src: string;
}

/** What the worker has read of a video so far. */
export interface Film {
  readonly facts: FilmFacts | null;
  /** Evenly spaced frames; null for those not read yet. */
  readonly strip: readonly (ShownFrame | null)[];
  /** Suggested covers; null until they are chosen. */
  readonly covers: readonly ShownFrame[] | null;
  readonly unreadable: boolean;
}

const stripLength = 8;
const unread: Film = { facts: null, strip: new Array(stripLength).fill(null), covers: null, unreadable: false };

const startWorker = createWorkerStarter([workerUrl]);

/** A worker message with blob URLs instead of blobs. */
type ShownMessage =
  | Extract<FilmMessage, { kind: "facts" | "unreadable" }>
  | { readonly kind: "strip"; readonly index: number; readonly frame: ShownFrame }
  | { readonly kind: "covers"; readonly frames: readonly ShownFrame[] };

function applyMessage(film: Film, message: ShownMessage): Film {
  switch (message.kind) {
    case "facts":
      return { ...film, facts: message.facts, covers: message.facts.decodable ? null : [] };
    case "strip":
      return { ...film, strip: film.strip.with(message.index, message.frame) };
    case "covers":
      return { ...film, covers: message.frames };
    case "unreadable":
      return { ...film, unreadable: true, covers: film.covers ?? [] };
  }
}

/** Reads the video at a URL in a worker; a new URL discards the previous worker and its blob URLs. */
export function useFilm(url: string | null): Film {
  const [film, setFilm] = useState(unread);
  useEffect(() => {
    setFilm(unread);
    if (url === null) return;
    const worker = startWorker(workerUrl);
    const blobUrls: string[] = [];
    const toShown = ({ atMs, image }: FilmFrame): ShownFrame => {
      const src = URL.createObjectURL(image);
      blobUrls.push(src);
      return { atMs, src };
    };
    const withBlobUrls = (message: FilmMessage): ShownMessage => {
      if (message.kind === "strip") return { ...message, frame: toShown(message.frame) };
      if (message.kind === "covers") return { ...message, frames: message.frames.map(toShown) };
      return message;
    };
    worker.addEventListener("message", ({ data }: MessageEvent<FilmMessage>) => {
      const message = withBlobUrls(data);
      setFilm((before) => applyMessage(before, message));
    });
    worker.addEventListener("error", () => setFilm((before) => applyMessage(before, { kind: "unreadable" })));
    worker.postMessage({ url: new URL(url, window.location.href).href, stripLength } satisfies FilmRequest);
    return () => {
      worker.terminate();
      for (const src of blobUrls) URL.revokeObjectURL(src);
    };
  }, [url]);
  return film;
}
