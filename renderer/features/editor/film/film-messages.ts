/** Facts read from a video's container. */
export interface FilmFacts {
  /** Display size, px. */
  readonly width: number;
  readonly height: number;
  /** Average frame rate; null if unknown. */
  readonly framesPerSecond: number | null;
  /** Display names; null without such a track or if the codec is unknown. */
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly durationMs: number;
  /** Whether this computer can decode its frames. */
  readonly decodable: boolean;
}

/** A frame as a JPEG image. */
export interface FilmFrame {
  readonly atMs: number;
  readonly image: Blob;
}

/** Messages from the worker, in this order. */
export type FilmMessage =
  | { readonly kind: "facts"; readonly facts: FilmFacts }
  | { readonly kind: "strip"; readonly index: number; readonly frame: FilmFrame }
  | { readonly kind: "covers"; readonly frames: readonly FilmFrame[] }
  /** The file cannot be read. */
  | { readonly kind: "unreadable" };

/** The worker's only request. */
export interface FilmRequest {
  readonly url: string;
  /** The number of frames in the strip. */
  readonly stripLength: number;
}
