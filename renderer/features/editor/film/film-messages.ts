/** Facts read from a video's container. */
export interface FilmFacts {
  /** Display size, px. */
  readonly width: number;
  readonly height: number;
  /** Average frame rate; null if unknown. */
  readonly framesPerSecond: number | null;
  /** Whether all frames last equally long, so that they can be numbered. */
  readonly steady: boolean;
  /** Display names; null without such a track or if the codec is unknown. */
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly durationMs: number;
  /** Whether this computer can decode its frames. */
  readonly decodable: boolean;
}

/** A frame as a JPEG image. */
export interface FilmFrame {
  /** When the frame starts, ms into the video. */
  readonly atMs: number;
  readonly image: Blob;
}

/** When a frame is shown, ms into the video. */
export interface FrameSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Messages from the worker; those up to `covers` come in this order. */
export type FilmMessage =
  | { readonly kind: "facts"; readonly facts: FilmFacts }
  | { readonly kind: "strip"; readonly index: number; readonly frame: FilmFrame }
  | { readonly kind: "covers"; readonly frames: readonly FilmFrame[] }
  /** The file cannot be read. */
  | { readonly kind: "unreadable" }
  /** Answers `step`; null where there is no such frame. */
  | { readonly kind: "span"; readonly id: number; readonly span: FrameSpan | null }
  /** Answers `frame`; null when it cannot be decoded. */
  | { readonly kind: "frame"; readonly id: number; readonly frame: FilmFrame | null };

/** Requests to the worker; `open` is the first. */
export type FilmRequest =
  /** `stripLength`: the number of frames in the strip. */
  | { readonly kind: "open"; readonly url: string; readonly stripLength: number }
  /** The frame `by` frames after the one shown at a time. */
  | { readonly kind: "step"; readonly id: number; readonly atMs: number; readonly by: number }
  /** A picture of the frame shown at a time. */
  | { readonly kind: "frame"; readonly id: number; readonly atMs: number };
