import { useCallback, useEffect, useRef, useState } from "react";
import type { FilmClient } from "./film-client.ts";
import type { FilmFrame, FrameSpan } from "./film-messages.ts";
import { seekPointOf } from "./frame-numbers.ts";

/** How long after a seek the player may take to present its frame, ms. */
const presentMs = 150;

/** Waits for the frame of the latest seek; false when the player presents another one. Ends at the signal. */
function presents(video: HTMLVideoElement, { startMs, endMs }: FrameSpan, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let callbackId = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (shown: boolean) => {
      clearTimeout(timer);
      video.cancelVideoFrameCallback(callbackId);
      resolve(shown);
    };
    const follow = () => {
      callbackId = video.requestVideoFrameCallback((_, { mediaTime }) => {
        const atMs = mediaTime * 1000;
        if (atMs > startMs - 1 && atMs < endMs - 1) settle(true);
        else follow();
      });
    };
    const wait = () => {
      timer = setTimeout(settle, presentMs, false);
    };
    follow();
    if (video.seeking) video.addEventListener("seeked", wait, { once: true, signal });
    else wait();
    signal.addEventListener("abort", () => settle(false), { once: true });
  });
}

interface ShownFrame extends FilmFrame {
  readonly src: string;
}

/** The frame of a step that a player cannot show, read from the film instead. */
export interface SteppedFrame {
  /** Null while the player shows the right frame itself. */
  readonly frame: ShownFrame | null;
  /** Makes sure that the frame of the player's latest seek is shown. */
  ensure(span: FrameSpan): void;
  /** Leaves the picture to the player again. */
  release(): void;
}

/**
 * Chromium takes a frame's length from the order of decoding, so where lengths vary and frames are reordered, its player
 * shows no moment of some frames. A step to such a frame shows it as a picture of the film's worker.
 */
export function useSteppedFrame(video: HTMLVideoElement | null, client: FilmClient | null): SteppedFrame {
  const [frame, setFrame] = useState<ShownFrame | null>(null);
  const pending = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      if (frame !== null) URL.revokeObjectURL(frame.src);
    },
    [frame],
  );
  const release = useCallback(() => {
    pending.current?.abort();
    pending.current = null;
    setFrame(null);
  }, []);
  const ensure = useCallback(
    (span: FrameSpan) => {
      if (video === null || client === null) return;
      // Steps in quick succession: the player's nearest frame is better than a picture that stands still.
      if (pending.current !== null) release();
      const current = new AbortController();
      pending.current = current;
      const check = async () => {
        const shown = await presents(video, span, current.signal);
        const picture = shown || current.signal.aborted ? null : await client.frame(seekPointOf(span));
        if (current.signal.aborted) return;
        pending.current = null;
        setFrame(picture === null ? null : { ...picture, atMs: span.startMs, src: URL.createObjectURL(picture.image) });
      };
      void check();
    },
    [video, client, release],
  );
  // Another player shows another video.
  useEffect(() => (video === null ? undefined : release), [video, release]);
  return { frame, ensure, release };
}
