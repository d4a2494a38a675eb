import { Readable } from "node:stream";
import type { PageResponse } from "./app-protocol.ts";
import { filmTypeOf, headBytes, isText } from "./media-content.ts";
import { mediaHeaders } from "./media-headers.ts";
import type { MediaResponse, OpenRemoteMedia } from "./remote-media.ts";

/** Films from BigGo, for the player. */
export interface RemoteFilms {
  /** The film of a video at an address, or its `range`; null when there is nothing that can be played. */
  serve(videoId: string, url: string, range: string | null, signal: AbortSignal): Promise<PageResponse | null>;
}

/** Videos whose type is remembered. */
const maxRemembered = 200;

/** Ends a response whose body is not wanted. Undici reports that as an error, which would be uncaught. */
function discard({ body }: MediaResponse): void {
  body.on("error", () => {}).destroy();
}

/** Reads the first bytes of a body; `chunks` continues after them. */
async function readHead(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  const head: Buffer[] = [];
  for (let length = 0; length < headBytes; ) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    head.push(value);
    length += value.length;
  }
  return Buffer.concat(head);
}

/** Whether the response begins with the film's first byte. */
function isFromStart({ statusCode, headers }: MediaResponse): boolean {
  return statusCode === 200 || /^bytes 0-/.test(String(headers["content-range"] ?? ""));
}

function declaredType({ headers }: MediaResponse): string | null {
  const type = headers["content-type"];
  return typeof type === "string" && type.startsWith("video/") ? type : null;
}

/** The body as the page reads it: `head`, then `chunks`. When the page stops reading, so does the request. */
function bodyOf(response: MediaResponse, head: Buffer, chunks: AsyncIterator<Buffer>): Readable {
  let rest = head;
  return new Readable({
    // Not `Readable.from`: it does not end before the chunk it waits for has arrived.
    read() {
      if (rest.length > 0) {
        this.push(rest);
        rest = Buffer.alloc(0);
        return;
      }
      chunks.next().then(
        ({ done, value }) => this.push(done === true ? null : value),
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, callback) {
      discard(response);
      callback(error);
    },
  });
}

function answer({ statusCode, headers }: MediaResponse, type: string, body: Readable): PageResponse {
  const forwarded = ["content-length", "content-range", "accept-ranges"].flatMap((name) => {
    const value = headers[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return {
    status: statusCode,
    headers: { ...Object.fromEntries(forwarded), "content-type": type, ...mediaHeaders },
    body,
  };
}

/**
 * Creates it. A film's type is decided by its content, since storage services send `binary/octet-stream`; the type that
 * was sent counts only for containers that are not recognised. A playlist is no film.
 */
export function createRemoteFilms(open: OpenRemoteMedia): RemoteFilms {
  const types = new Map<string, string>();

  const remember = (videoId: string, type: string) => {
    types.delete(videoId);
    types.set(videoId, type);
    const [oldest] = types.keys();
    if (types.size > maxRemembered && oldest !== undefined) types.delete(oldest);
  };

  /** The type of a film of which only a later part was requested. */
  const typeByStart = async (videoId: string, url: string, signal: AbortSignal): Promise<string | null> => {
    const known = types.get(videoId);
    if (known !== undefined) return known;
    const response = await open(url, { range: `bytes=0-${headBytes - 1}`, signal });
    if (response === null) return null;
    const type = filmTypeOf(await readHead(response.body[Symbol.asyncIterator]()));
    discard(response);
    if (type !== null) remember(videoId, type);
    return type;
  };

  return {
    async serve(videoId, url, range, signal) {
      const response = await open(url, { range, signal });
      if (response === null) return null;
      const chunks: AsyncIterator<Buffer> = response.body[Symbol.asyncIterator]();
      const head = isFromStart(response) ? await readHead(chunks) : Buffer.alloc(0);
      const declared = declaredType(response);
      const type = isFromStart(response)
        ? (filmTypeOf(head) ?? (isText(head) ? null : declared))
        : (declared ?? (await typeByStart(videoId, url, signal)));
      if (type !== null) {
        if (isFromStart(response)) remember(videoId, type);
        return answer(response, type, bodyOf(response, head, chunks));
      }
      discard(response);
      return null;
    },
  };
}
