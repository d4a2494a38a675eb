import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { frameAt, middleOf, seekPointOf } from "./frame-numbers.ts";
import type { Playback, PlayedFilm } from "./playback.ts";
import { useSteppedFrame } from "./use-stepped-frame.ts";

/** Enough for image search, px. */
const maxCaptureSide = 1024;

function togglePlayback(video: HTMLVideoElement): void {
  if (video.paused) void video.play().catch(() => undefined);
  else video.pause();
}

/** The current frame of a video element as JPEG; null if it cannot be drawn. */
async function captureOf(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer> | null> {
  if (video.videoWidth === 0) return null;
  const scale = Math.min(1, maxCaptureSide / Math.max(video.videoWidth, video.videoHeight));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(video.videoWidth * scale)),
    Math.max(1, Math.round(video.videoHeight * scale)),
  );
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  return new Uint8Array(await blob.arrayBuffer());
}

/** The state of a video element. `shownMs` is the time of its current frame, updated without a re-render. */
function useVideoState(video: HTMLVideoElement | null) {
  const [atMs, setAtMs] = useState(0);
  const [durationMs, setDurationMs] = useState(0);
  const [hasFrame, setHasFrame] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [muted, setMuted] = useState(false);
  const shownMs = useRef(0);
  useEffect(() => {
    setAtMs(0);
    setDurationMs(0);
    setHasFrame(false);
    setPlaying(false);
    setMuted(video?.muted ?? false);
    shownMs.current = 0;
    if (video === null) return;
    let callbackId = 0;
    const follow = () => {
      callbackId = video.requestVideoFrameCallback((_, { mediaTime }) => {
        shownMs.current = mediaTime * 1000;
        setAtMs(mediaTime * 1000);
        setHasFrame(true);
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
  return { atMs, durationMs, hasFrame, playing, muted, shownMs };
}

/** When the frame starts to which the last step led, ms; null after any other movement. */
function useStepPosition(video: HTMLVideoElement | null, onPlay: () => void) {
  const position = useRef<number | null>(null);
  useEffect(() => {
    position.current = null;
    const forget = () => {
      position.current = null;
      onPlay();
    };
    video?.addEventListener("play", forget);
    return () => video?.removeEventListener("play", forget);
  }, [video, onPlay]);
  return position;
}

/**
 * Tracks a video element; `atMs` is the time of the frame that is shown. A click on the element toggles playback. A
 * null `video` yields zeros. Frames and the length of a header without one come from the film's worker.
 */
export function usePlayback(video: HTMLVideoElement | null, { facts, client }: PlayedFilm): Playback {
  const { atMs, durationMs: headerMs, hasFrame, playing, muted, shownMs } = useVideoState(video);
  const { frame: still, ensure, release } = useSteppedFrame(video, client);
  const position = useStepPosition(video, release);
  const durationMs = headerMs > 0 ? headerMs : (facts?.durationMs ?? 0);
  const rate = facts?.framesPerSecond ?? null;
  const lastStep = useRef<Promise<void>>(Promise.resolve());
  const moveTo = useCallback(
    (toMs: number) => {
      if (video === null) return;
      video.currentTime = Math.max(0, Math.min(durationMs, toMs)) / 1000;
      shownMs.current = video.currentTime * 1000;
    },
    [video, shownMs, durationMs],
  );
  return useMemo(
    () => ({
      atMs: still?.atMs ?? atMs,
      durationMs,
      hasFrame,
      playing,
      muted,
      picture: still?.src ?? null,
      seek(toMs) {
        position.current = null;
        release();
        moveTo(toMs);
      },
      step(frames) {
        video?.pause();
        const stepOnce = async () => {
          const fromMs = position.current ?? shownMs.current;
          const span = (await client?.step(fromMs, frames)) ?? null;
          if (span === null) return moveTo(middleOf(Math.max(0, frameAt(fromMs, rate) + frames), rate));
          const isThere = position.current === span.startMs;
          position.current = span.startMs;
          moveTo(seekPointOf(span));
          if (!isThere) ensure(span);
        };
        lastStep.current = lastStep.current.then(stepOnce);
      },
      toggle() {
        if (video !== null) togglePlayback(video);
      },
      toggleMuted() {
        if (video !== null) video.muted = !video.muted;
      },
      async capture() {
        video?.pause();
        if (still !== null) return new Uint8Array(await still.image.arrayBuffer());
        return video === null ? null : captureOf(video);
      },
    }),
    [
      atMs,
      durationMs,
      hasFrame,
      playing,
      muted,
      shownMs,
      still,
      ensure,
      release,
      position,
      moveTo,
      video,
      client,
      rate,
    ],
  );
}
