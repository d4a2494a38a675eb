import type { Readable } from "node:stream";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { request } from "undici";
import { z } from "zod";
import { type CallOptions, callHeaders, withToken } from "./call.ts";
import { decodeBody } from "./decode-body.ts";
import { frameFilePart, type MultipartFraming } from "./multipart.ts";
import { fromNetworkError } from "./network-error.ts";
import { maxRedirects, redirectOf } from "./redirects.ts";
import { parseBody, type RawResponse } from "./response.ts";
import { readText, type Transport } from "./transport.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";
import { idText } from "./wire/lenient.ts";

/** A file to send: exactly `sizeBytes` bytes, in order. */
export interface UploadSource {
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  /** The bytes in chunks. A chunk stays valid until two more were requested. Must throw rather than end early. */
  read(): AsyncIterable<Buffer>;
}

/** One attempt to upload a file. */
export interface UploadRequest {
  source: UploadSource;
  /** The multipart boundary, stored with the attempt so that a resumed body has the same bytes. */
  boundary: string;
  /** Position of the cover frame, ms into the video. */
  thumbnailTimeMs?: number | undefined;
  signal: AbortSignal;
  /**
   * How long to wait for a response, in ms, before the first byte of the file is sent: when a server refuses at once
   * and closes the connection, its response can be lost while bytes are being sent.
   */
  listenMs?: number | undefined;
  /**
   * How many of the next `bytes` may be sent now (at least 1). A pause or a speed limit waits here, so that it does not
   * count as a stalled network.
   */
  admit?: (bytes: number) => number | Promise<number>;
  /** Called with the bytes of the file that the socket has accepted so far. */
  onProgress: (sentBytes: number) => void;
  /**
   * Awaited before the closing boundary is sent, after all other bytes were accepted. Until it resolves the server
   * cannot have a complete body. When it rejects, the upload fails with that error.
   */
  beforeLastBytes: () => Promise<void>;
}

const uploadBody = z.object({ video_id: idText });

async function* bodyOf(
  upload: UploadRequest,
  framing: MultipartFraming,
  watchdog: Watchdog,
  timers: Transport["timers"],
) {
  watchdog.expect("stall", timers.stallMs);
  yield framing.head;
  if (upload.listenMs !== undefined) {
    watchdog.suspend();
    await delay(upload.listenMs, undefined, { signal: watchdog.signal }).catch(() => {});
  }
  let sentBytes = 0;
  for await (const chunk of upload.source.read()) {
    for (let at = 0, length = 0; at < chunk.length; at += length) {
      const admitted = upload.admit?.(chunk.length - at) ?? chunk.length;
      if (typeof admitted !== "number") watchdog.suspend();
      length = Math.min(chunk.length - at, await admitted);
      // A refusal that has arrived must be read before the next write, which would fail on a closed connection and lose
      // the response. A single turn of the event loop may end before the data is read.
      await nextTurn();
      await nextTurn();
      watchdog.expect("stall", timers.stallMs);
      yield chunk.subarray(at, at + length);
      // The generator resumes only after the socket accepted the slice, so only accepted bytes count as progress.
      sentBytes += length;
      watchdog.expect("stall", timers.stallMs);
      upload.onProgress(sentBytes);
    }
  }
  watchdog.suspend();
  await upload.beforeLastBytes();
  watchdog.expect("answer", timers.uploadAnswerMs);
  yield framing.tail;
}

function uploadHeaders(upload: UploadRequest, framing: MultipartFraming): Record<string, string> {
  const { sizeBytes } = upload.source;
  return {
    "content-type": framing.contentType,
    "content-length": String(framing.head.length + sizeBytes + framing.tail.length),
    "file-size": String(sizeBytes),
    ...(upload.thumbnailTimeMs === undefined ? {} : { "x-bgo-thumbnail-ts": String(upload.thumbnailTimeMs) }),
  };
}

async function sendOnce(options: CallOptions, upload: UploadRequest, token: string, url: string): Promise<RawResponse> {
  const { transport } = options;
  const framing = frameFilePart({ ...upload.source, name: "video", boundary: upload.boundary });
  const watchdog = startWatchdog(upload.signal);
  const dispatcher = await transport.openFresh(url);
  // An error thrown by our own generator must reach the caller unchanged, not as a broken connection.
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
    const response = await request(url, {
      method: "POST",
      dispatcher,
      signal: watchdog.signal,
      // undici accepts async iterables although its types do not. A Readable would read ahead of the socket.
      body: body() as unknown as Readable,
      headers: { ...callHeaders(options, token), ...uploadHeaders(upload, framing) },
    });
    const text = await readText(decodeBody(response.body, response.headers));
    return { status: response.statusCode, headers: response.headers, text };
  } catch (error) {
    if (ownError !== undefined) throw ownError;
    throw watchdog.expired ?? fromNetworkError(error, upload.signal);
  } finally {
    watchdog.stop();
    await dispatcher.destroy();
  }
}

/** An upload with its token, and whether its last bytes were asked for: from then on the server may have the body. */
interface Sending {
  upload: UploadRequest;
  token: string;
  isNearEnd: () => boolean;
}

/** Sends one upload to `start`, or to where it is redirected before its last bytes; resolves with the last response. */
async function sendFollowing(options: CallOptions, { upload, token, isNearEnd }: Sending, start: string) {
  for (let url = start, redirects = 0; ; redirects += 1) {
    const response = await sendOnce(options, upload, token, url);
    const target = redirectOf(url, response);
    if (target === null || isNearEnd() || redirects === maxRedirects) return { response, url, target };
    url = target;
  }
}

/**
 * `POST video/`: sends a file as one multipart body over its own connection. It is never retried, except once with a
 * new token when BigGo refused the token before the last bytes. A redirect on the same origin is followed from byte 0
 * while the last bytes are withheld; after them it rejects as `not-biggo`, and the next upload goes to the new address.
 * Resolves with BigGo's `video_id`. Rejects with BigGoError, or with the error that `source.read` or `beforeLastBytes`
 * threw. After an abort it settles at once.
 */
export type UploadVideo = (upload: UploadRequest) => Promise<string>;

/** Creates the function that uploads videos. */
export function createUploadVideo(options: CallOptions): UploadVideo {
  const { transport, tokens } = options;
  const ownAddress = `${options.baseUrl}/api/v1/video/`;
  let address = ownAddress;

  const attempt = async (sending: Sending): Promise<string> => {
    const { response, url, target } = await sendFollowing(options, sending, address);
    address = target ?? url;
    try {
      return parseBody(uploadBody, transport.read(url, response), "upload").video_id;
    } catch (error) {
      // The new address may be wrong; a redirect leads there again if it is not.
      if (target === null) address = ownAddress;
      throw error;
    }
  };

  return async (request) => {
    let isNearEnd = false;
    const upload: UploadRequest = {
      ...request,
      beforeLastBytes: () => {
        isNearEnd = true;
        return request.beforeLastBytes();
      },
    };
    const sendWith = (token: string) => attempt({ upload, token, isNearEnd: () => isNearEnd });
    // A complete body is sent again by the caller, as another attempt.
    return await withToken(tokens, sendWith, request.signal, () => !isNearEnd);
  };
}
