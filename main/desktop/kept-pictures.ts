import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Transport } from "../biggo/transport.ts";
import { mediaHeaders } from "./app-protocol.ts";

export interface KeptPicturesDeps {
  /** Where pictures are cached for offline use; null when no account is open. */
  folder: () => string | null;
  /** Null when no account is open. */
  openMedia: () => Transport["openMedia"] | null;
  isAllowed: (url: string) => boolean;
}

/** Pictures from BigGo and shops, fetched once and cached on disk. */
export interface KeptPictures {
  /**
   * The picture at a URL; `version` distinguishes pictures that share a URL. Null when there is none to show.
   */
  serve(url: string, version: string, signal: AbortSignal): Promise<Response | null>;
}

const maxBytes = 10 * 1024 * 1024;
/** How many pictures are cached; the oldest are evicted first. */
const maxKept = 6000;

/** The media type by a picture's first bytes: the server's content type is not trusted. */
function pictureType(bytes: Buffer): string | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "image/jpeg";
  if (bytes.subarray(0, 8).toString("latin1") === "\x89PNG\r\n\x1a\n") return "image/png";
  if (bytes.subarray(0, 4).toString("latin1") === "RIFF") return "image/webp";
  if (bytes.subarray(0, 4).toString("latin1") === "GIF8") return "image/gif";
  if (bytes.subarray(4, 12).toString("latin1") === "ftypavif") return "image/avif";
  return /^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(bytes.subarray(0, 400).toString("utf8")) ? "image/svg+xml" : null;
}

function pictureAnswer(bytes: Buffer): Response | null {
  const type = pictureType(bytes);
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

/** The part of a URL that identifies a picture: the practice server's port changes at each start. */
function addressOf(url: string): string {
  const { host, hostname, pathname, search } = new URL(url);
  const isHere = hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
  return `${isHere ? "" : host}${pathname}${search}`;
}

/** Creates the cache. */
export function createKeptPictures({ folder: folderNow, openMedia, isAllowed }: KeptPicturesDeps): KeptPictures {
  const pruned = new Set<string>();

  const download = async (url: string, signal: AbortSignal): Promise<Buffer | null> => {
    const answer = await openMedia()?.(url, { range: null, signal });
    if (answer === undefined) return null;
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      return null;
    }
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
    await mkdir(folder, { recursive: true });
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, bytes);
    await rename(temporary, path);
    if (pruned.has(folder)) return;
    pruned.add(folder);
    void prune(folder).catch(() => {});
  };

  return {
    async serve(url, version, signal) {
      const folder = folderNow();
      if (folder === null || !isAllowed(url)) return null;
      const path = join(
        folder,
        createHash("sha256")
          .update(`${addressOf(url)} ${version}`)
          .digest("hex"),
      );
      const kept = await readFile(path).catch(() => null);
      if (kept !== null) return pictureAnswer(kept);
      const bytes = await download(url, signal);
      if (bytes === null || pictureType(bytes) === null) return null;
      // On a full disk the picture is shown without being cached.
      await keep(folder, path, bytes).catch(() => {});
      return pictureAnswer(bytes);
    },
  };
}
