import { availableParallelism } from "node:os";
import { z } from "zod";
import { type MediaReading, mediaReadingSchema, unreadableMedia } from "../../shared/model/media.ts";
import type { ChildProcess } from "../foundation/bounded-process.ts";
import type { After } from "../foundation/clock.ts";
import { createProcessPool } from "../foundation/process-pool.ts";

export interface MediaReaderDeps {
  /** Starts a media process (media-process.ts). */
  start: () => ChildProcess;
  after: After;
  log: (line: string) => void;
}

/** Reads the facts of files in processes of their own. */
export interface MediaReader {
  /** Never rejects, and takes at most some seconds: a file that cannot be read within bounds is `unreadable`. */
  read(path: string): Promise<MediaReading>;
  close(): void;
}

/** How long one file may take, ms: a disk may have to spin up first. */
const timeoutMs = 10_000;
/** How long the packets may take once the header is read, ms. */
const packetsTimeoutMs = 4000;

const messageSchema = z.object({ kind: z.enum(["header", "done"]), reading: mediaReadingSchema });

/** What is known of a file of which only the header could be read. */
const withoutIndex = (reading: MediaReading): MediaReading => ({
  ...reading,
  media: { ...reading.media, warning: reading.media.warning ?? "damaged-index" },
});

/** Parsing a container keeps a core busy, and each process costs memory. */
const maxProcesses = 4;
const processes = Math.min(maxProcesses, availableParallelism());

/** Creates the reader. A process reads one file after another, so that a file that ends it costs no other file. */
export function createMediaReader({ start, after, log }: MediaReaderDeps): MediaReader {
  const reader = createProcessPool(processes, { start, after });

  const read = (path: string) => {
    let best = unreadableMedia;
    return reader.ask<MediaReading>(path, {
      timeoutMs,
      onMessage(message) {
        const parsed = messageSchema.safeParse(message);
        if (!parsed.success) return null;
        const { kind, reading } = parsed.data;
        if (kind === "done") return { value: reading };
        best = withoutIndex(reading);
        return { timeoutMs: packetsTimeoutMs };
      },
      onEnded(reason) {
        if (reason === "timeout") log("a file's container could not be read in time");
        if (reason === "exit") log("a file's container ended the media process");
        return best;
      },
    });
  };

  return { read, close: reader.close };
}
