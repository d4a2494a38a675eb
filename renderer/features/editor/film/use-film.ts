import { useEffect, useState } from "react";
import { type FilmClient, type FilmNews, openFilm } from "./film-client.ts";
import type { FilmFacts, FilmFrame } from "./film-messages.ts";

/** A frame that the page can render. */
export interface ShownFrame {
  readonly atMs: number;
  /** A blob URL. */
  readonly src: string;
}

/** What the worker has read of a video so far. */
export interface Film {
  readonly facts: FilmFacts | null;
  /** Evenly spaced frames; null for those not read yet, or not decodable. */
  readonly strip: readonly (ShownFrame | null)[];
  /** Suggested covers; null until they are chosen. */
  readonly covers: readonly ShownFrame[] | null;
  readonly unreadable: boolean;
  /** Requests to the worker; null without a video. */
  readonly client: FilmClient | null;
}

const stripLength = 8;
const unread: Film = {
  facts: null,
  strip: new Array(stripLength).fill(null),
  covers: null,
  unreadable: false,
  client: null,
};

/** News with blob URLs instead of blobs. */
type ShownNews =
  | Extract<FilmNews, { kind: "facts" | "unreadable" }>
  | { readonly kind: "strip"; readonly index: number; readonly frame: ShownFrame }
  | { readonly kind: "covers"; readonly frames: readonly ShownFrame[] };

function applyNews(film: Film, news: ShownNews): Film {
  switch (news.kind) {
    case "facts":
      return { ...film, facts: news.facts };
    case "strip":
      return { ...film, strip: film.strip.with(news.index, news.frame) };
    case "covers":
      return { ...film, covers: news.frames };
    case "unreadable":
      return { ...film, unreadable: true, covers: film.covers ?? [] };
  }
}

/**
 * Reads the video at a URL in a worker; a new URL discards the previous worker and its blob URLs. Null reads nothing,
 * and is shown as unreadable.
 */
export function useFilm(url: string | null): Film {
  const [film, setFilm] = useState(unread);
  useEffect(() => {
    if (url === null) {
      setFilm({ ...unread, unreadable: true, covers: [] });
      return;
    }
    const blobUrls: string[] = [];
    const toShown = ({ atMs, image }: FilmFrame): ShownFrame => {
      const src = URL.createObjectURL(image);
      blobUrls.push(src);
      return { atMs, src };
    };
    const withBlobUrls = (news: FilmNews): ShownNews => {
      if (news.kind === "strip") return { ...news, frame: toShown(news.frame) };
      if (news.kind === "covers") return { ...news, frames: news.frames.map(toShown) };
      return news;
    };
    const client = openFilm(url, stripLength, (news) => {
      const shown = withBlobUrls(news);
      setFilm((before) => applyNews(before, shown));
    });
    setFilm({ ...unread, client });
    return () => {
      client.close();
      for (const src of blobUrls) URL.revokeObjectURL(src);
    };
  }, [url]);
  return film;
}
