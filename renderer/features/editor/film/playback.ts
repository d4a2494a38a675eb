import { frameAt } from "./frame-numbers.ts";
import type { Film } from "./use-film.ts";

/** How a video is shown. */
export type FilmView =
  /** By the player, which plays it. */
  | "player"
  /** Frame by frame, because the player cannot play its container or codec. */
  | "frames"
  /** Not yet known. */
  | "loading"
  | "none";

/** What shows a video and moves through it. Times are milliseconds. */
export interface Playback {
  /** When the shown frame starts. */
  readonly atMs: number;
  readonly durationMs: number;
  /** False until a frame is shown: before that there is no frame to choose. */
  readonly hasFrame: boolean;
  readonly playing: boolean;
  readonly muted: boolean;
  /** The shown frame as a blob URL, where the player does not show it; null otherwise. */
  readonly picture: string | null;
  seek(toMs: number): void;
  /** Pauses and moves by whole frames; negative moves back. */
  step(frames: number): void;
  toggle(): void;
  toggleMuted(): void;
  /** The shown frame as JPEG; null when there is none. */
  capture(): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** The part of a film that moving through it needs. */
export type PlayedFilm = Pick<Film, "facts" | "client">;

/** The number of the shown frame; null where frames last differently long, so that a number says nothing. */
export function frameNumberOf(
  { atMs, hasFrame }: Pick<Playback, "atMs" | "hasFrame">,
  { facts }: Pick<Film, "facts">,
): number | null {
  if (!hasFrame || facts === null || !facts.steady || facts.framesPerSecond === null) return null;
  return frameAt(atMs, facts.framesPerSecond);
}
