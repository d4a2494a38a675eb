import { createHash, randomUUID } from "node:crypto";
import { readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pictureIdentity } from "../biggo/picture-identity.ts";
import { createLimiter } from "../foundation/limiter.ts";
import { makePrivateFolder, privateMode } from "../foundation/private-folder.ts";
import { readRegularFile } from "../foundation/regular-file.ts";
import { createSharedWork } from "../foundation/shared-work.ts";
import { maxPictureBytes, maxShownBytes } from "../pictures/picture-bounds.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { pictureTypeOf } from "../pictures/picture-type.ts";
import type { PageResponse } from "./app-protocol.ts";
import { mediaHeaders } from "./media-headers.ts";
import { createPictureAttempts } from "./picture-attempts.ts";
import type { OpenRemoteMedia } from "./remote-media.ts";

export interface KeptPicturesDeps {
  /** Where decoded pictures are cached for offline use; null when no account is open. */
  folder: () => string | null;
  open: OpenRemoteMedia;
  decode: PictureDecoder["decode"];
  /** How long fetching a picture may take in all, ms; a minute by default. */
  totalMs?: number;
}

/** A picture of a video or product. */
export interface WantedPicture {
  /** The id of the video, or the key of the product. */
  ownerId: string;
  /** Its current address, which may be signed anew each time. */
  url: string;
  /** Distinguishes pictures that share an address. */
  version: string;
}

/**
 * Pictures from BigGo and shops, fetched once, decoded apart from main and the page, and cached on disk as they were encoded
 * anew. What was decoded twice in vain is not fetched again.
 */
export interface KeptPictures {
  /** The picture; null when there is none to show. */
  serve(picture: WantedPicture, signal: AbortSignal): Promise<PageResponse | null>;
}

const defaultTotalMs = 60_000;
/** How many pictures are cached; the oldest are evicted first. */
const maxKept = 6000;
/** How many are fetched at once: that many times the largest size is held in memory. */
const maxFetched = 6;

function pictureAnswer(bytes: Uint8Array): PageResponse | null {
  const type = pictureTypeOf(bytes);
  if (type === null) return null;
  const headers = { "content-type": type, "cache-control": "max-age=3600", ...mediaHeaders };
  return { headers, body: bytes };
}

/** Deletes the oldest pictures of a folder beyond the limit. */
async function prune(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length <= maxKept) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  );
  for (const { path } of aged.sort((a, b) => a.at - b.at).slice(0, names.length - maxKept)) await rm(path);
}

/** Where a picture is cached in a folder. */
function pathOf(folder: string, { ownerId, url, version }: WantedPicture): string {
  const identity = JSON.stringify([ownerId, pictureIdentity(url), version]);
  return join(folder, createHash("sha256").update(identity).digest("hex"));
}

/** Reads a picture as it was sent; `too-large` when it is beyond the bound. */
async function readBody(body: AsyncIterable<Buffer>): Promise<Buffer | "too-large"> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxPictureBytes) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Creates the cache. */
export function createKeptPictures(deps: KeptPicturesDeps): KeptPictures {
  const { folder: folderNow, open, decode, totalMs = defaultTotalMs } = deps;
  const pruned = new Set<string>();
  const fewAtOnce = createLimiter(maxFetched);
  const oneAtATime = createLimiter(1);
  const shared = createSharedWork<Uint8Array | null>();
  const attempts = createPictureAttempts();

  const keep = async (folder: string, path: string, bytes: Uint8Array) => {
    makePrivateFolder(folder);
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, bytes, { mode: privateMode.file, flag: "wx" });
    await rename(temporary, path);
    if (pruned.has(folder)) return;
    pruned.add(folder);
    void prune(folder).catch(() => {});
  };

  const decodeNow = async (path: string, sent: Buffer | "too-large"): Promise<Uint8Array | null> => {
    const attempt = await attempts.begin(path);
    if (sent === "too-large") return null;
    const decoded = await decode(sent);
    if (decoded.kind === "unavailable") await attempt.withdraw();
    if (decoded.kind !== "picture") return null;
    await attempt.succeed();
    return decoded.bytes;
  };

  const fetchNow = async (folder: string, path: string, url: string, signal: AbortSignal) => {
    // Scrolled past before its turn came.
    if (signal.aborted) return null;
    const answer = await open(url, { range: null, signal: AbortSignal.any([signal, AbortSignal.timeout(totalMs)]) });
    if (answer === null) return null;
    const sent = await readBody(answer.body);
    // One at a time, so that an end of the app counts for one picture and for none that waits.
    const bytes = await oneAtATime(() => decodeNow(path, sent));
    // On a full disk the picture is shown without being cached.
    if (bytes !== null) await keep(folder, path, bytes).catch(() => {});
    return bytes;
  };

  return {
    async serve(picture, signal) {
      const folder = folderNow();
      if (folder === null) return null;
      const path = pathOf(folder, picture);
      const kept = await readRegularFile(path, { maxBytes: maxShownBytes, refuseLinks: true }).catch(() => null);
      if (kept !== null) return pictureAnswer(kept);
      if (await attempts.areUsedUp(path)) return null;
      const bytes = await shared(path, signal, (everyone) =>
        fewAtOnce(() => fetchNow(folder, path, picture.url, everyone)),
      );
      return bytes === null ? null : pictureAnswer(bytes);
    },
  };
}
