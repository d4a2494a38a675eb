import { z } from "zod";
import { type ChildProcess, createBoundedProcess } from "../foundation/bounded-process.ts";
import type { After } from "../foundation/clock.ts";
import { maxPictureBytes, maxShownBytes } from "./picture-bounds.ts";
import { pictureTypeOf } from "./picture-type.ts";

export interface PictureDecoderDeps {
  /** Starts a picture process (picture-process.ts). */
  start: () => ChildProcess;
  after: After;
  log: (line: string) => void;
}

/**
 * What became of a picture: `picture` is what the page may show; `refused` is the picture's own fault; `unavailable` says
 * nothing about it.
 */
export type DecodedPicture = { kind: "picture"; bytes: Uint8Array } | { kind: "refused" } | { kind: "unavailable" };

/** Decodes pictures in a process of its own. */
export interface PictureDecoder {
  /** Decodes one and encodes it anew, small. Never rejects, and takes at most some seconds. */
  decode(bytes: Uint8Array): Promise<DecodedPicture>;
  close(): void;
}

/** How long the process may take to start, ms: a disk may have to spin up first. */
const startTimeoutMs = 30_000;
/** How long one picture may take, ms: ten times what the largest one takes on a busy computer. */
const decodeTimeoutMs = 20_000;

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("started") }),
  z.object({ kind: z.literal("refused") }),
  z.object({ kind: z.literal("picture"), bytes: z.instanceof(Uint8Array) }),
]);

/** Whether the process's answer is what it was asked for. */
const isShowable = (bytes: Uint8Array) =>
  bytes.length <= maxShownBytes && ["image/jpeg", "image/webp"].includes(pictureTypeOf(bytes) ?? "");

/** Creates the decoder. Pictures are decoded one after another, so that one that ends the process costs no other one. */
export function createPictureDecoder({ start, after, log }: PictureDecoderDeps): PictureDecoder {
  const decoder = createBoundedProcess({ start, after });

  return {
    async decode(bytes) {
      if (bytes.length > maxPictureBytes || pictureTypeOf(bytes) === null) return { kind: "refused" };
      let isStarted = false;
      return decoder.ask<DecodedPicture>(bytes, {
        timeoutMs: startTimeoutMs,
        onMessage(message) {
          const parsed = messageSchema.safeParse(message);
          if (!parsed.success) return null;
          if (parsed.data.kind === "started") {
            isStarted = true;
            return { timeoutMs: decodeTimeoutMs };
          }
          const isFit = parsed.data.kind === "refused" || isShowable(parsed.data.bytes);
          return { value: isFit ? parsed.data : { kind: "refused" } };
        },
        onEnded(reason) {
          if (reason !== "closed") log(`a picture could not be decoded: ${reason}`);
          return { kind: isStarted && reason !== "closed" ? "refused" : "unavailable" };
        },
      });
    },
    close: decoder.close,
  };
}
