import { useEffect, useMemo, useRef, useState } from "react";
import type { FilmClient } from "./film-client.ts";
import type { FilmFrame } from "./film-messages.ts";
import { seekPointOf } from "./frame-numbers.ts";
import type { Playback, PlayedFilm } from "./playback.ts";

/** Reads one frame at a time: a dragged scrubber requests faster than frames are decoded, and only the latest matters. */
function createFrameReader(client: FilmClient | null, onFrame: (frame: FilmFrame) => void) {
  let wantedMs: number | null = null;
  let reading: Promise<void> | null = null;
  const readWanted = async () => {
    while (wantedMs !== null && client !== null) {
      const atMs: number = wantedMs;
      wantedMs = null;
      const frame = await client.frame(atMs);
      if (frame !== null) onFrame(frame);
    }
    reading = null;
  };
  return (atMs: number): Promise<void> => {
    wantedMs = atMs;
    reading ??= readWanted();
    return reading;
  };
}

interface ShownPicture extends FilmFrame {
  readonly client: FilmClient | null;
  readonly src: string;
}

/** The latest requested frame of a film, as a blob URL that is valid while it is shown. */
function usePictures(client: FilmClient | null) {
  const [shown, setShown] = useState<ShownPicture | null>(null);
  useEffect(
    () => () => {
      if (shown !== null) URL.revokeObjectURL(shown.src);
    },
    [shown],
  );
  const show = useMemo(
    () => createFrameReader(client, (frame) => setShown({ ...frame, client, src: URL.createObjectURL(frame.image) })),
    [client],
  );
  // A picture of the previous film is no picture of this one.
  return { frame: shown?.client === client ? shown : null, show };
}

/** Moves through a film frame by frame; disabled, it requests nothing and shows nothing. */
export function useFramePlayback(film: PlayedFilm, enabled: boolean): Playback {
  const { facts, client } = film;
  const { frame, show } = usePictures(client);
  const durationMs = facts?.durationMs ?? 0;
  const atMs = frame?.atMs ?? 0;
  const shownMs = useRef(0);
  shownMs.current = atMs;
  const lastStep = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    if (enabled) void show(0);
  }, [enabled, show]);
  return useMemo(
    () => ({
      atMs,
      durationMs,
      hasFrame: frame !== null,
      playing: false,
      muted: false,
      picture: frame?.src ?? null,
      seek: (toMs) => void show(Math.max(0, Math.min(durationMs - 1, toMs))),
      step(frames) {
        lastStep.current = lastStep.current.then(async () => {
          const span = (await client?.step(shownMs.current, frames)) ?? null;
          if (span === null) return;
          shownMs.current = span.startMs;
          await show(seekPointOf(span));
        });
      },
      toggle: () => {},
      toggleMuted: () => {},
      capture: async () => (frame === null ? null : new Uint8Array(await frame.image.arrayBuffer())),
    }),
    [atMs, durationMs, frame, client, show],
  );
}
