import { useEffect, useState } from "react";
import { createWorkerStarter } from "../../../bridge/start-worker.ts";
import type { FilmFacts, FilmFrame, FilmMessage, FilmRequest } from "./film-messages.ts";
import workerUrl from "./film-worker.ts?worker&url";

/** A frame whose picture the page can show. */
export interface ShownFrame {
  readonly atMs: number;
  /** A blob's address. */
  readonly src: string;
}

/** What is known of a film so far. */
export interface Film {
  readonly facts: FilmFacts | null;
  /** Pictures along the film; null where there is none yet. */
  readonly strip: readonly (ShownFrame | null)[];
  /** Null while they are looked for. */
  readonly covers: readonly ShownFrame[] | null;
  readonly unreadable: boolean;
}

const places = 8;
const unknown: Film = { facts: null, strip: new Array(places).fill(null), covers: null, unreadable: false };

const startWorker = createWorkerStarter([workerUrl]);

/** A message whose pictures can be shown. */
type ShownMessage =
  | Extract<FilmMessage, { kind: "facts" | "unreadable" }>
  | { readonly kind: "strip"; readonly place: number; readonly frame: ShownFrame }
  | { readonly kind: "covers"; readonly frames: readonly ShownFrame[] };

function withTold(film: Film, message: ShownMessage): Film {
  switch (message.kind) {
    case "facts":
      return { ...film, facts: message.facts, covers: message.facts.decodable ? null : [] };
    case "strip":
      return { ...film, strip: film.strip.with(message.place, message.frame) };
    case "covers":
      return { ...film, covers: message.frames };
    case "unreadable":
      return { ...film, unreadable: true, covers: film.covers ?? [] };
  }
}

/** Reads the film at an address in a worker; what was read for another address is let go. */
export function useFilm(url: string | null): Film {
  const [film, setFilm] = useState(unknown);
  useEffect(() => {
    setFilm(unknown);
    if (url === null) return;
    const worker = startWorker(workerUrl);
    const sources: string[] = [];
    const show = ({ atMs, picture }: FilmFrame): ShownFrame => {
      const src = URL.createObjectURL(picture);
      sources.push(src);
      return { atMs, src };
    };
    const shown = (message: FilmMessage): ShownMessage => {
      if (message.kind === "strip") return { ...message, frame: show(message.frame) };
      if (message.kind === "covers") return { ...message, frames: message.frames.map(show) };
      return message;
    };
    worker.addEventListener("message", ({ data }: MessageEvent<FilmMessage>) => {
      const message = shown(data);
      setFilm((before) => withTold(before, message));
    });
    worker.addEventListener("error", () => setFilm((before) => withTold(before, { kind: "unreadable" })));
    worker.postMessage({ url: new URL(url, window.location.href).href, places } satisfies FilmRequest);
    return () => {
      worker.terminate();
      for (const src of sources) URL.revokeObjectURL(src);
    };
  }, [url]);
  return film;
}
