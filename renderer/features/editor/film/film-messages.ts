/** What a container says of its film. */
export interface FilmFacts {
  /** As displayed, px. */
  readonly width: number;
  readonly height: number;
  /** Frames per second on average; null where it cannot be told. */
  readonly framesPerSecond: number | null;
  /** Names as people know them; null where there is no such track, or an unknown one. */
  readonly videoCodec: string | null;
  readonly audioCodec: string | null;
  readonly durationMs: number;
  /** Whether its frames can be decoded here. */
  readonly decodable: boolean;
}

/** A frame with its picture (JPEG). */
export interface FilmFrame {
  readonly atMs: number;
  readonly picture: Blob;
}

/** What the worker tells, in this order. */
export type FilmMessage =
  | { readonly kind: "facts"; readonly facts: FilmFacts }
  | { readonly kind: "strip"; readonly place: number; readonly frame: FilmFrame }
  | { readonly kind: "covers"; readonly frames: readonly FilmFrame[] }
  /** It cannot be read at all. */
  | { readonly kind: "unreadable" };

/** What the worker is told, once. */
export interface FilmRequest {
  readonly url: string;
  /** How many pictures the strip has. */
  readonly places: number;
}
