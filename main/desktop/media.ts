import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Transport } from "../biggo/transport.ts";
import { mediaHeaders, type ServeMedia, serveFile } from "./app-protocol.ts";

interface MediaDeps {
  /** A queued file by its upload's id. */
  uploadFile: (id: string) => { path: string; mediaType: string } | null;
  /** Where BigGo keeps a video's cover and file. */
  videoUrls: (videoId: string) => { cover: string | null; mp4: string | null } | null;
  /** Where covers are kept, so that the library has them offline; null when no account is open. */
  coverFolder: () => string | null;
  /** Null when no account is open. */
  openMedia: () => Transport["openMedia"] | null;
  /** Where the API is: what is not https may come from there only. */
  apiOrigin: () => string | null;
}

const longestCoverBytes = 10 * 1024 * 1024;
/** Covers kept on disk; the oldest go first. */
const mostCovers = 3000;

/** The media type by a picture's first bytes: what a server says of it is not relied on. */
function pictureType(bytes: Buffer): string | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "image/jpeg";
  if (bytes.subarray(0, 8).toString("latin1") === "\x89PNG\r\n\x1a\n") return "image/png";
  if (bytes.subarray(0, 4).toString("latin1") === "RIFF") return "image/webp";
  if (bytes.subarray(0, 4).toString("latin1") === "GIF8") return "image/gif";
  if (bytes.subarray(4, 12).toString("latin1") === "ftypavif") return "image/avif";
  return /^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(bytes.subarray(0, 400).toString("utf8")) ? "image/svg+xml" : null;
}

function coverAnswer(bytes: Buffer): Response | null {
  const type = pictureType(bytes);
  if (type === null) return null;
  const headers = { "content-type": type, "cache-control": "max-age=3600", ...mediaHeaders };
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
}

/** Forgets the oldest covers of a folder beyond the number kept. */
async function pruneCovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length <= mostCovers) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  );
  for (const { path } of aged.sort((a, b) => a.at - b.at).slice(0, names.length - mostCovers)) await rm(path);
}

/** Builds what answers under `/media/`: `upload/{id}`, `cover/{videoId}`, `video/{videoId}`. */
export function createMedia({ uploadFile, videoUrls, coverFolder, openMedia, apiOrigin }: MediaDeps): ServeMedia {
  const pruned = new Set<string>();

  const isAllowed = (url: string) =>
    URL.canParse(url) && (new URL(url).protocol === "https:" || new URL(url).origin === apiOrigin());

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
      if (length > longestCoverBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  };

  const serveCover = async (videoId: string, signal: AbortSignal): Promise<Response | null> => {
    const url = videoUrls(videoId)?.cover;
    const folder = coverFolder();
    if (url === null || url === undefined || folder === null || !isAllowed(url)) return null;
    // The path of the URL only: in practice mode the port is another one at each start.
    const path = join(folder, createHash("sha256").update(new URL(url).pathname).digest("hex"));
    const kept = await readFile(path).catch(() => null);
    if (kept !== null) return coverAnswer(kept);
    const bytes = await download(url, signal);
    if (bytes === null || pictureType(bytes) === null) return null;
    await mkdir(folder, { recursive: true });
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, bytes);
    await rename(temporary, path);
    if (!pruned.has(folder)) {
      pruned.add(folder);
      void pruneCovers(folder).catch(() => {});
    }
    return coverAnswer(bytes);
  };

  const serveVideo = async (videoId: string, range: string | null, signal: AbortSignal) => {
    const url = videoUrls(videoId)?.mp4;
    if (url === null || url === undefined || !isAllowed(url)) return null;
    const answer = await openMedia()?.(url, { range, signal });
    if (answer === undefined) return null;
    const type = answer.headers["content-type"];
    if (typeof type !== "string" || !type.startsWith("video/")) {
      await answer.body.dump();
      return null;
    }
    const passed = ["content-type", "content-length", "content-range", "accept-ranges"].flatMap((name) => {
      const value = answer.headers[name];
      return typeof value === "string" ? [[name, value] as const] : [];
    });
    const body = Readable.toWeb(answer.body) as ReadableStream<Uint8Array>;
    return new Response(body, {
      status: answer.statusCode,
      headers: { ...Object.fromEntries(passed), ...mediaHeaders },
    });
  };

  return async (pathname, { headers, signal }) => {
    const [, kind, rawId] = /^\/media\/(upload|cover|video)\/([^/]+)$/.exec(pathname) ?? [];
    if (kind === undefined || rawId === undefined) return null;
    const id = decodeURIComponent(rawId);
    const range = headers.get("range");
    try {
      if (kind === "cover") return await serveCover(id, signal);
      if (kind === "video") return await serveVideo(id, range, signal);
      const file = uploadFile(id);
      return file === null ? null : await serveFile(file.path, file.mediaType, range);
    } catch {
      return null;
    }
  };
}
