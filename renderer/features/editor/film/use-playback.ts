import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** The state of a video player and its controls. Times are milliseconds. */
export interface Playback {
  readonly atMs: number;
  readonly durationMs: number;
  readonly playing: boolean;
  readonly muted: boolean;
  seek(toMs: number): void;
  /** Pauses and moves by whole frames; negative moves back. */
  step(frames: number): void;
  toggle(): void;
  toggleMuted(): void;
}

/** Assumed when a video's frame rate is unknown, fps. */
const defaultFrameRate = 30;

/** The index of the frame shown at a time. */
export function frameAt(atMs: number, framesPerSecond: number | null): number {
  // A time truncated to whole milliseconds may lie just before its frame.
  return Math.floor(((atMs + 1) / 1000) * (framesPerSecond ?? defaultFrameRate) + 1e-6);
}

/** The middle of a frame, ms. Seeking there shows that frame, however its start is rounded. */
export function middleOf(frame: number, framesPerSecond: number | null): number {
  return ((frame + 0.5) / (framesPerSecond ?? defaultFrameRate)) * 1000;
}

function togglePlayback(video: HTMLVideoElement): void {
  if (video.paused) void video.play().catch(() => undefined);
  else video.pause();
}

/** The state of a video element. `shownMs` is the time of its current frame, updated without a re-render. */
function useVideoState(video: HTMLVideoElement | null) {
  const [atMs, setAtMs] = useState(0);
  const [durationMs, setDurationMs] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [muted, setMuted] = useState(false);
  const shownMs = useRef(0);
  useEffect(() => {
    setAtMs(0);
    setDurationMs(0);
    setPlaying(false);
    setMuted(video?.muted ?? false);
    shownMs.current = 0;
    if (video === null) return;
    let callbackId = 0;
    const follow = () => {
      callbackId = video.requestVideoFrameCallback((_, { mediaTime }) => {
        shownMs.current = mediaTime * 1000;
        setAtMs(mediaTime * 1000);
        follow();
      });
    };
    follow();
    const listeners = {
      durationchange: () => setDurationMs(Number.isFinite(video.duration) ? video.duration * 1000 : 0),
      play: () => setPlaying(true),
      pause: () => setPlaying(false),
      // For the mouse only: keyboard and screen readers use the play button below.
      click: () => togglePlayback(video),
      volumechange: () => setMuted(video.muted),
    };
    for (const [name, listener] of Object.entries(listeners)) video.addEventListener(name, listener);
    listeners.durationchange();
    return () => {
      video.cancelVideoFrameCallback(callbackId);
      for (const [name, listener] of Object.entries(listeners)) video.removeEventListener(name, listener);
    };
  }, [video]);
  return { atMs, durationMs, playing, muted, shownMs };
}

/**
 * Tracks a video element; `atMs` is the time of the frame that is shown. A click on the element toggles playback. A
 * null `video` yields zeros.
 */
export function usePlayback(video: HTMLVideoElement | null, framesPerSecond: number | null): Playback {
  const { atMs, durationMs, playing, muted, shownMs } = useVideoState(video);
  const seek = useCallback(
    (toMs: number) => {
      if (video === null) return;
      const end = Number.isFinite(video.duration) ? video.duration : 0;
      video.currentTime = Math.max(0, Math.min(end, toMs / 1000));
      shownMs.current = video.currentTime * 1000;
    },
    [video, shownMs],
  );
  return useMemo(
    () => ({
      atMs,
      durationMs,
      playing,
      muted,
      seek,
      step(frames) {
        video?.pause();
        const frame = frameAt(shownMs.current, framesPerSecond);
        seek(middleOf(Math.max(0, frame + frames), framesPerSecond));
      },
      toggle() {
        if (video !== null) togglePlayback(video);
      },
      toggleMuted() {
        if (video !== null) video.muted = !video.muted;
      },
    }),
    [atMs, durationMs, playing, muted, shownMs, seek, video, framesPerSecond],
  );
}
