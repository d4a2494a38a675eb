import { z } from "zod";
import { type MediaReading, mediaReadingSchema, unreadableMedia } from "../../shared/model/media.ts";
import type { After } from "../foundation/clock.ts";
import { createLimiter } from "../foundation/limiter.ts";

/** A running media process (media-process.ts). */
export interface MediaProcess {
  /** Requests the facts of the file at a path. */
  send(path: string): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the process could not be started. */
  onExit(listener: () => void): void;
  kill(): void;
}

export interface MediaReaderDeps {
  start: () => MediaProcess;
  after: After;
  log: (line: string) => void;
}

/** Reads the facts of files in a process of its own. */
export interface MediaReader {
  /** Never rejects, and takes at most some seconds: a file that cannot be read within bounds is `unreadable`. */
  read(path: string): Promise<MediaReading>;
  close(): void;
}

/** How long one file may take, ms: a disk may have to spin up first. */
const timeoutMs = 10_000;
/** How long the packets may take once the header is read, ms. */
const packetsTimeoutMs = 4000;
/** How long an idle process is kept, ms. */
const idleMs = 30_000;

const messageSchema = z.object({ kind: z.enum(["header", "done"]), reading: mediaReadingSchema });

/** What is known of a file of which only the header could be read. */
const withoutIndex = (reading: MediaReading): MediaReading => ({
  ...reading,
  media: { ...reading.media, warning: reading.media.warning ?? "damaged-index" },
});

interface Running {
  process: MediaProcess;
  onMessage: (message: unknown) => void;
  onExit: () => void;
}

/** Creates the reader. Files are read one after another, so that a file that ends the process costs no other file. */
export function createMediaReader({ start, after, log }: MediaReaderDeps): MediaReader {
  const oneAtATime = createLimiter(1);
  let running: Running | null = null;
  let cancelIdle = () => {};

  const launch = (): Running => {
    const launched: Running = { process: start(), onMessage: () => {}, onExit: () => {} };
    launched.process.onMessage((message) => launched.onMessage(message));
    launched.process.onExit(() => {
      if (running === launched) running = null;
      launched.onExit();
    });
    running = launched;
    return launched;
  };
  const end = () => {
    running?.process.kill();
    running = null;
  };

  const readOne = (path: string) =>
    new Promise<MediaReading>((resolve) => {
      cancelIdle();
      const current = running ?? launch();
      let best = unreadableMedia;
      const settle = (reading: MediaReading) => {
        cancelTimeout();
        current.onMessage = () => {};
        current.onExit = () => {};
        cancelIdle = after(idleMs, end);
        resolve(reading);
      };
      const onTimeout = () => {
        log("a file's container could not be read in time");
        end();
        settle(best);
      };
      let cancelTimeout = after(timeoutMs, onTimeout);
      current.onExit = () => {
        log("a file's container ended the media process");
        settle(best);
      };
      current.onMessage = (message) => {
        const parsed = messageSchema.safeParse(message);
        if (!parsed.success) return;
        const { kind, reading } = parsed.data;
        if (kind === "done") return settle(reading);
        best = withoutIndex(reading);
        cancelTimeout();
        cancelTimeout = after(packetsTimeoutMs, onTimeout);
      };
      current.process.send(path);
    });

  return {
    read: (path) => oneAtATime(() => readOne(path)),
    close() {
      cancelIdle();
      end();
    },
  };
}
