import { createHash, randomUUID } from "node:crypto";
import { readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pictureIdentity } from "../biggo/picture-identity.ts";
import { makePrivateFolder, privateMode } from "../foundation/private-folder.ts";
import { readRegularFile } from "../foundation/regular-file.ts";
import { pictureTypeOf } from "./media-content.ts";
import { mediaHeaders } from "./media-headers.ts";
import type { OpenRemoteMedia } from "./remote-media.ts";

export interface KeptPicturesDeps {
  /** Where pictures are cached for offline use; null when no account is open. */
  folder: () => string | null;
  open: OpenRemoteMedia;
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

/** Pictures from BigGo and shops, fetched once and cached on disk. */
export interface KeptPictures {
  /** The picture; null when there is none to show. */
  serve(picture: WantedPicture, signal: AbortSignal): Promise<Response | null>;
}

const defaultTotalMs = 60_000;
const maxBytes = 10 * 1024 * 1024;
/** How many pictures are cached; the oldest are evicted first. */
const maxKept = 6000;

function pictureAnswer(bytes: Buffer): Response | null {
  const type = pictureTypeOf(bytes);
  if (type === null) return null;
  const headers = { "content-type": type, "cache-control": "max-age=3600", ...mediaHeaders };
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
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

/** Creates the cache. */
export function createKeptPictures(deps: KeptPicturesDeps): KeptPictures {
  const { folder: folderNow, open } = deps;
  const pruned = new Set<string>();

  const totalMs = deps.totalMs ?? defaultTotalMs;

  const download = async (url: string, signal: AbortSignal): Promise<Buffer | null> => {
    const answer = await open(url, { range: null, signal: AbortSignal.any([signal, AbortSignal.timeout(totalMs)]) });
    if (answer === null) return null;
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of answer.body) {
      length += chunk.length;
      if (length > maxBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  };

  const keep = async (folder: string, path: string, bytes: Buffer) => {
    makePrivateFolder(folder);
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, bytes, { mode: privateMode.file, flag: "wx" });
    await rename(temporary, path);
    if (pruned.has(folder)) return;
    pruned.add(folder);
    void prune(folder).catch(() => {});
  };

  return {
    async serve({ ownerId, url, version }, signal) {
      const folder = folderNow();
      if (folder === null) return null;
      const identity = JSON.stringify([ownerId, pictureIdentity(url), version]);
      const path = join(folder, createHash("sha256").update(identity).digest("hex"));
      const kept = await readRegularFile(path, { maxBytes, refuseLinks: true }).catch(() => null);
      if (kept !== null) return pictureAnswer(kept);
      const bytes = await download(url, signal);
      if (bytes === null || pictureTypeOf(bytes) === null) return null;
      // On a full disk the picture is shown without being cached.
      await keep(folder, path, bytes).catch(() => {});
      return pictureAnswer(bytes);
    },
  };
}
