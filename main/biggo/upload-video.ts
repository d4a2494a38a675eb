import type { Readable } from "node:stream";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { request } from "undici";
import { z } from "zod";
import { parseBody, readAnswer } from "./answer.ts";
import { BigGoError } from "./biggo-error.ts";
import { type CallOptions, callHeaders, withToken } from "./call.ts";
import { frameFilePart } from "./multipart.ts";
import { fromNetworkError } from "./network-error.ts";
import { readText, type Transport } from "./transport.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";
import { idText } from "./wire/lenient.ts";

/** A file to send: its bytes are read once, in order, and no more than `sizeBytes` of them. */
export interface UploadSource {
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  /** The file's bytes in chunks; a chunk is good until the next but one is asked for. Ends early only by throwing. */
  read(): AsyncIterable<Buffer>;
}

export interface UploadRequest {
  source: UploadSource;
  /** The multipart boundary, stored with the attempt so that a resumed body has the same bytes. */
  boundary: string;
  /** Milliseconds into the video of the frame to take as cover. */
  thumbnailTimeMs?: number | undefined;
  signal: AbortSignal;
  /**
   * How long to listen, in ms, before the first byte of the file goes: a server that refuses at once and closes the
   * connection may not be heard by who is sending.
   */
  listenMs?: number | undefined;
  /**
   * How many of the next `bytes` may go now (at least 1): where a pause or a speed limit is ours, it is waited for
   * here, and the network is not blamed for it.
   */
  admit?: (bytes: number) => number | Promise<number>;
  /** Bytes of the file that the socket has taken so far. */
  onProgress: (sentBytes: number) => void;
  /**
   * Awaited after every byte but the closing boundary was taken, before that is sent. Until it resolves the server
   * cannot have a whole body. When it rejects, the upload ends there with that error.
   */
  beforeLastBytes: () => Promise<void>;
}

const uploadAnswer = z.object({ video_id: idText });

async function* bodyOf(
  upload: UploadRequest,
  framing: { head: Buffer; tail: Buffer },
  watchdog: Watchdog,
  timers: Transport["timers"],
) {
  watchdog.expect("stall", timers.stallMs);
  yield framing.head;
  if (upload.listenMs !== undefined) {
    watchdog.rest();
    await delay(upload.listenMs, undefined, { signal: watchdog.signal }).catch(() => {});
  }
  let sentBytes = 0;
  for await (const chunk of upload.source.read()) {
    for (let at = 0, length = 0; at < chunk.length; at += length) {
      const admitted = upload.admit?.(chunk.length - at) ?? chunk.length;
      if (typeof admitted !== "number") watchdog.rest();
      length = Math.min(chunk.length - at, await admitted);
      // A server that has said no is heard before the next write, which would fail on a closed connection and take the
      // answer with it. One turn may end before what came meanwhile is read.
      await nextTurn();
      await nextTurn();
      watchdog.expect("stall", timers.stallMs);
      yield chunk.subarray(at, at + length);
      // The generator goes on only when the socket took the slice: that is what counts as progress.
      sentBytes += length;
      watchdog.expect("stall", timers.stallMs);
      upload.onProgress(sentBytes);
    }
  }
  watchdog.rest();
  await upload.beforeLastBytes();
  watchdog.expect("answer", timers.uploadAnswerMs);
  yield framing.tail;
}

async function sendOnce(options: CallOptions, upload: UploadRequest, token: string): Promise<string> {
  const { baseUrl, transport, now } = options;
  const url = `${baseUrl}/api/v1/video/`;
  const { source } = upload;
  const framing = frameFilePart({ ...source, name: "video", boundary: upload.boundary });
  const watchdog = startWatchdog(upload.signal);
  const dispatcher = await transport.openFresh(url);
  // What our own generator throws must reach the caller as it is, not as a broken connection.
  let ownError: unknown;
  async function* body() {
    try {
      yield* bodyOf(upload, framing, watchdog, transport.timers);
    } catch (error) {
      ownError = error;
      throw error;
    }
  }
  try {
    const answer = await request(url, {
      method: "POST",
      dispatcher,
      signal: watchdog.signal,
      // undici takes async iterables; its types do not say so. A Readable around it would read ahead of the socket.
      body: body() as unknown as Readable,
      headers: {
        ...callHeaders(options, token),
        "content-type": framing.contentType,
        "content-length": String(framing.head.length + source.sizeBytes + framing.tail.length),
        "file-size": String(source.sizeBytes),
        ...(upload.thumbnailTimeMs === undefined ? {} : { "x-bgo-thumbnail-ts": String(upload.thumbnailTimeMs) }),
      },
    });
    const text = await readText(answer.body);
    const success = readAnswer({ status: answer.statusCode, headers: answer.headers, text }, now());
    return parseBody(uploadAnswer, success, "upload").video_id;
  } catch (error) {
    if (ownError !== undefined) throw ownError;
    throw watchdog.expired ?? fromNetworkError(error, upload.signal);
  } finally {
    watchdog.stop();
    await dispatcher.destroy();
  }
}

/**
 * `POST video/`: sends a file as one multipart body over a connection of its own, never retried except once with a new
 * token when the first was refused before a whole body was there. Resolves with BigGo's `video_id`. Rejects with
 * BigGoError, or with what `source.read` or `beforeLastBytes` threw. After an abort it settles at once.
 */
export async function uploadVideo(options: CallOptions, upload: UploadRequest): Promise<string> {
  let wholeBodySent = false;
  const guarded: UploadRequest = {
    ...upload,
    beforeLastBytes: async () => {
      await upload.beforeLastBytes();
      wholeBodySent = true;
    },
  };
  return await withToken(
    options.tokens,
    async (token) => {
      // Here a new token was got, so the key is good: the file is sent again as another attempt, not within this one.
      if (wholeBodySent) throw new BigGoError("unauthorised", "The token ran out meanwhile", { biggoCode: 4 });
      return await sendOnce(options, guarded, token);
    },
    upload.signal,
  );
}
