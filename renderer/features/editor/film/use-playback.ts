import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** Where a film stands and what can be done to it. Times are milliseconds. */
export interface Playback {
  readonly atMs: number;
  readonly durationMs: number;
  readonly playing: boolean;
  readonly muted: boolean;
  seek(toMs: number): void;
  /** Goes on by whole frames, or back; it stops playing. */
  step(frames: number): void;
  toggle(): void;
  toggleMuted(): void;
}

/** Frames of a film whose rate nobody knows are taken to come this often. */
const usualRate = 30;

/** The number of the frame shown at a moment, from 0. */
export function frameAt(atMs: number, framesPerSecond: number | null): number {
  // A moment cut to whole milliseconds may lie just before its frame.
  return Math.floor(((atMs + 1) / 1000) * (framesPerSecond ?? usualRate) + 1e-6);
}

/** The middle of a frame: a seek to it shows that frame and no other, whichever way its start is rounded. */
export function middleOf(frame: number, framesPerSecond: number | null): number {
  return ((frame + 0.5) / (framesPerSecond ?? usualRate)) * 1000;
}

function toggleFilm(video: HTMLVideoElement): void {
  if (video.paused) void video.play().catch(() => undefined);
  else video.pause();
}

/**
 * Follows a film: the moment is that of the frame that is shown, to the millisecond. A click on the picture plays it or
 * stops it.
 */
export function usePlayback(video: HTMLVideoElement | null, framesPerSecond: number | null): Playback {
  const [at, setAt] = useState(0);
  const [duration, setDuration] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [muted, setMuted] = useState(false);
  const shown = useRef(0);
  useEffect(() => {
    setAt(0);
    setDuration(0);
    setPlaying(false);
    setMuted(video?.muted ?? false);
    shown.current = 0;
    if (video === null) return;
    let frame = 0;
    const follow = () => {
      frame = video.requestVideoFrameCallback((_, { mediaTime }) => {
        shown.current = mediaTime * 1000;
        setAt(mediaTime * 1000);
        follow();
      });
    };
    follow();
    const heard = {
      durationchange: () => setDuration(Number.isFinite(video.duration) ? video.duration * 1000 : 0),
      play: () => setPlaying(true),
      pause: () => setPlaying(false),
      // For the mouse alone: the button below the picture is what the keyboard and a screen reader find.
      click: () => toggleFilm(video),
      volumechange: () => setMuted(video.muted),
    };
    for (const [name, hear] of Object.entries(heard)) video.addEventListener(name, hear);
    heard.durationchange();
    return () => {
      video.cancelVideoFrameCallback(frame);
      for (const [name, hear] of Object.entries(heard)) video.removeEventListener(name, hear);
    };
  }, [video]);
  const seek = useCallback(
    (toMs: number) => {
      if (video === null) return;
      const end = Number.isFinite(video.duration) ? video.duration : 0;
      video.currentTime = Math.max(0, Math.min(end, toMs / 1000));
      shown.current = video.currentTime * 1000;
    },
    [video],
  );
  return useMemo(
    () => ({
      atMs: at,
      durationMs: duration,
      playing,
      muted,
      seek,
      step(frames) {
        video?.pause();
        const frame = frameAt(shown.current, framesPerSecond);
        seek(middleOf(Math.max(0, frame + frames), framesPerSecond));
      },
      toggle() {
        if (video !== null) toggleFilm(video);
      },
      toggleMuted() {
        if (video !== null) video.muted = !video.muted;
      },
    }),
    [at, duration, playing, muted, seek, video, framesPerSecond],
  );
}
